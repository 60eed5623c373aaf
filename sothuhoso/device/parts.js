// Two elements whose behaviour the browser keeps to itself: a modal dialog and a file chooser.
import { createElement, useEffect, useRef } from "react";

/** A `<dialog>` opened as modal: focus stays in it, Escape closes it, focus goes back where it was. */
export function Modal({ open, label, onClose, className, children }) {
  const box = useRef(null);
  useEffect(() => {
    const dialog = box.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const closed = () => open && onClose?.();
  return createElement("dialog", { ref: box, "aria-label": label, className, onClose: closed }, open ? children : null);
}

/** Choose photos (or what `accept` says); the whole label is the target. The same file may be chosen twice in a row. */
export function FilePicker({ id, pick, multiple, accept = "image/*", className, children }) {
  const chosen = (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    if (files.length) pick(files);
  };
  return createElement(
    "label",
    { htmlFor: id, className },
    createElement("input", { id, type: "file", accept, multiple, onChange: chosen, className: "visually-hidden" }),
    children,
  );
}
