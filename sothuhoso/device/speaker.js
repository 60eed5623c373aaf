// The button that says aloud what to do now. It is on every page of the citizen, so it is as small as can be and shares a
// file with the base (frontend/cures.py): the player comes with the first tap and shows on the button what it does.
import { createElement } from "react";

// Whoever wants no voice sees no button (assets/theme.css).
if (typeof window !== "undefined") document.documentElement.dataset.voice = localStorage.getItem("sothuhoso.voice");

const READ = 8000; // so long the words stay that nothing can be heard

/** `step`: whose sentence. `label`: the button's name. `failed`: said in words where nothing can be heard. */
export function Speaker({ step, label, failed, className, children }) {
  const tap = ({ currentTarget: button }) => {
    const sound = new Audio();
    sound.load(); // a sound that the tap itself has touched may play later, when it has come: iOS asks for that
    const fail = () => {
      const words = Object.assign(button.nextSibling, { textContent: failed, className: "absolute right-2 z-10 rounded-card bg-amber-bg text-amber p-4" });
      setTimeout(() => Object.assign(words, { textContent: "", className: "" }), READ);
    };
    import("./voice.js").then((voice) => voice.tap(button, step, sound, fail)).catch(fail);
  };
  return createElement(
    "div",
    { className: "speaker" },
    createElement(
      "button",
      { type: "button", "aria-label": label, "aria-pressed": false, onClick: tap, className },
      createElement(
        "svg",
        { "aria-hidden": true, viewBox: "0 0 24 24", width: 24, fill: "none", stroke: "currentColor", strokeWidth: 2 },
        createElement("path", { d: "M11 5 6 9H3v6h3l5 4zM15 9a4 4 0 0 1 0 6m3-9a9 9 0 0 1 0 12" }),
      ),
      children,
    ),
    createElement("div", { role: "status" }),
  );
}
