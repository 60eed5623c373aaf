// Says a step's sentence: its sound where one was recorded or made, or the device's own voice where that was chosen. One
// sentence at a time; it ends by itself, by a second tap, and when its button leaves the screen. It imports nothing, so
// that a first tap on a bad line asks for one file of code and one sound.
const VIETNAMESE = "vi";
const WATCH = 200;
const PATIENCE = 15000;
const STARTS_WITHIN = 2000;
const VOICES_WITHIN = 1000;

let now = null; // what is being said: { button, over, end }
const sounds = new Map(); // address → address of the sound that is here

/** The button was tapped; `sound` is an element that the tap itself made. `fail` says in words that nothing can be heard. */
export function tap(button, step, sound, fail) {
  const again = now?.button === button;
  now?.end();
  if (!again) say(button, step, sound, fail);
}

async function say(button, step, sound, fail) {
  const turn = { button, over: false, end };
  const watch = setInterval(() => (!button.isConnected || document.hidden) && end(), WATCH);
  function end() {
    if (turn.over) return;
    turn.over = true;
    clearInterval(watch);
    sound.pause();
    window.speechSynthesis?.cancel();
    if (now === turn) now = null;
    show(button, "silent");
  }
  now = turn;
  show(button, "loading");
  try {
    if (await byDevice(step, turn)) return end();
    sound.src = await here(await addressOf(step));
    if (turn.over) return;
    sound.onended = () => end();
    await sound.play();
    if (!turn.over) show(button, "speaking");
  } catch {
    if (turn.over) return;
    end();
    fail();
  }
}

// ---- the button. It is drawn once (speaker.js) and never again, so what it shows is set here, in one place.

const DRAWN = { loading: "M12 3a9 9 0 1 1-9 9", speaking: "M7 7h10v10H7z" };

function show(button, state) {
  const [drawing] = button.getElementsByTagName("path");
  drawing.dataset.still ??= drawing.getAttribute("d");
  drawing.setAttribute("d", DRAWN[state] ?? drawing.dataset.still);
  button.setAttribute("aria-pressed", state !== "silent");
  button.firstChild.classList.toggle("animate-spin", state === "loading");
  Object.assign(button.nextSibling, { textContent: "", className: "" });
}

// ---- which voices there are, and which one this device was told to use; it says nothing of anybody

/** `by`: "" (the sounds that came with the app) | device | off. `lang`: the language spoken. */
export const chosenVoice = () => ({
  by: localStorage.getItem("sothuhoso.voice") ?? "",
  lang: localStorage.getItem("sothuhoso.voice_lang") ?? VIETNAMESE,
});

let asked;

/** The list of languages and sentences; asked for once. Rejects where it cannot be had. */
export function voiceIndex() {
  asked ??= fetch("/voice/index.json").then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
  return asked.catch((problem) => {
    asked = undefined;
    throw problem;
  });
}

/** The device's own voice for a language, or undefined. Some browsers find theirs a moment after the first question. */
export async function deviceVoice(lang) {
  const speech = window.speechSynthesis;
  if (!speech) return undefined;
  if (!speech.getVoices().length) {
    await new Promise((done) => {
      setTimeout(done, VOICES_WITHIN);
      speech.onvoiceschanged = done;
    });
  }
  const named = (voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === lang;
  // One that lives on the device, where there is a choice: another one needs a line.
  return speech.getVoices().filter(named).sort((a, b) => b.localService - a.localService)[0];
}

// ---- a sound

/** Vietnamese says everything and is found without the list, so a bad line is asked for one thing less. */
async function addressOf(step) {
  const { lang } = chosenVoice();
  const spoken = lang === VIETNAMESE ? null : await voiceIndex().catch(() => null);
  return spoken?.languages[lang]?.sentences[step]?.file || `/voice/${VIETNAMESE}/${step}.mp3`;
}

/** Fetched whole: a piece of it would be asked for in a way that not every worker can answer with no line. */
async function here(address) {
  if (!sounds.has(address)) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(address);
    sounds.set(address, URL.createObjectURL(await answer.blob()));
  }
  return sounds.get(address);
}

// ---- the device's own voice

/** Whether the device has said it, where it was asked to. A procedure is read whole: no sound could be there for each. */
async function byDevice(step, turn) {
  const { by, lang } = chosenVoice();
  if (by !== "device" || lang !== VIETNAMESE) return false;
  const whole = step === "procedure";
  const voice = await deviceVoice(whole ? document.documentElement.lang : VIETNAMESE);
  const lines = voice ? (whole ? linesOfPage() : [await textOf(step)]).filter(Boolean) : [];
  for (const line of lines) {
    if (turn.over) return true;
    if (!(await uttered(line, voice, turn))) return turn.over;
  }
  return lines.length > 0;
}

const linesOfPage = () => document.querySelector("main").innerText.split("\n").map((line) => line.trim());

const textOf = async (step) => (await voiceIndex().catch(() => null))?.languages[VIETNAMESE].sentences[step]?.text;

/** One line: long texts said in one go are cut off by some browsers. An engine that does not begin counts as none. */
function uttered(line, voice, turn) {
  return new Promise((done) => {
    const utterance = Object.assign(new SpeechSynthesisUtterance(line), { voice, lang: voice.lang, rate: 0.9 });
    const late = setTimeout(() => {
      speechSynthesis.cancel();
      done(false);
    }, STARTS_WITHIN);
    utterance.onstart = () => {
      clearTimeout(late);
      if (!turn.over) show(turn.button, "speaking");
    };
    utterance.onend = () => done(true);
    utterance.onerror = () => done(false);
    speechSynthesis.speak(utterance);
  });
}
