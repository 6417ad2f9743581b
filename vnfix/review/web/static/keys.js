// The one table of keys. The page acts on `action`; help and the bar of keys are made from it.
//
// Each action has a letter and a key without a letter: a Vietnamese input method (Telex, VNI) makes
// one letter of several, so `a` and then `r` may arrive as `ả`. Such letters are no keys; the user
// is told. With the letters switched off (help), all is still done by the other keys.

import { isField } from "./dom.js";

export const KEYS = [
  { action: "accept", letter: "a", plain: "Enter", group: "decide" },
  { action: "reject", letter: "r", plain: "Delete", group: "decide" },
  { action: "choose", digits: true, group: "decide" },
  { action: "edit", letter: "e", plain: "F2", group: "decide" },
  { action: "restOfLine", letter: "l", plain: "Shift+Enter", group: "decide" },
  { action: "again", letter: "c", plain: "Shift+F2", group: "decide" },
  { action: "undo", letter: "u", plain: "Control+z", group: "decide" },
  { action: "acceptSure", letter: "s", plain: "F8", group: "decide" },
  { action: "next", letter: "j", plain: "ArrowDown", group: "move" },
  { action: "previous", letter: "k", plain: "ArrowUp", group: "move" },
  { action: "nextPage", plain: "PageDown", group: "move" },
  { action: "previousPage", plain: "PageUp", group: "move" },
  { action: "find", letter: "/", plain: "Control+f", group: "move" },
  { action: "documents", letter: "d", plain: "F4", group: "move" },
  { action: "order", letter: "t", plain: "F9", group: "move" },
  { action: "nextPlace", letter: "n", plain: "ArrowRight", group: "series" },
  { action: "previousPlace", letter: "p", plain: "ArrowLeft", group: "series" },
  { action: "untick", letter: "x", plain: "Insert", group: "series" },
  { action: "only", letter: "o", plain: "Shift+Insert", group: "series" },
  { action: "zoomIn", letter: "+", also: "=", group: "picture" },
  { action: "zoomOut", letter: "-", group: "picture" },
  { action: "zoomFit", letter: "0", group: "picture" },
  { action: "zoomWhole", letter: "z", plain: "Home", group: "picture" },
  { action: "garble", letter: "g", plain: "F6", group: "picture" },
  { action: "panLeft", plain: "Shift+ArrowLeft", group: "picture" },
  { action: "panRight", plain: "Shift+ArrowRight", group: "picture" },
  { action: "panUp", plain: "Shift+ArrowUp", group: "picture" },
  { action: "panDown", plain: "Shift+ArrowDown", group: "picture" },
  { action: "filter", letter: "f", plain: "F3", group: "page" },
  { action: "summary", letter: "m", plain: "F10", group: "page" },
  { action: "aside", letter: "q", plain: "F7", group: "page" },
  { action: "write", letter: "w", plain: "Control+s", group: "page" },
  { action: "language", letter: "v", group: "page" },
  { action: "help", letter: "?", plain: "F1", group: "page" },
];

const ENGLISH_LETTER = /^[a-z]$/;
const LETTER = /^\p{L}$/u;
const DIGIT = /^[1-9]$/;
const STORED = "vnfix-no-letters";

/** Whether letters are keys; a setting for those whose screen reader or dictation uses them. */
export const letters = {
  get on() {
    return sessionStorage.getItem(STORED) === null;
  },
  set on(value) {
    if (value) {
      sessionStorage.removeItem(STORED);
    } else {
      sessionStorage.setItem(STORED, "1");
    }
  },
};

/** Return the names of the keys of an action, as they are shown. */
export function shownKeys({ letter, plain, digits }) {
  if (digits) {
    return ["1–9"];
  }
  return [letter?.toUpperCase(), plain && symbols(plain)].filter(Boolean);
}

const SYMBOLS = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Control: "Ctrl", z: "Z", s: "S", f: "F",
};

const symbols = (key) => key.split("+").map((part) => SYMBOLS[part] ?? part).join("+");

/**
 * Return the action of a key event, with the digit where one was pressed; null for none;
 * "composed" where an input method has made a letter that is no key.
 */
export function actionOf(event) {
  if (event.isComposing || belongsElsewhere(event)) {
    return null;
  }
  const name = combined(event);
  const found = KEYS.find((key) => key.plain === name || (letters.on && [key.letter, key.also].includes(name)));
  if (found) {
    return { action: found.action };
  }
  if (DIGIT.test(name)) {
    return { action: "choose", digit: Number(name) };
  }
  return letters.on && isComposed(name) ? { action: "composed" } : null;
}

/** Whether a key is for a field, a dialog, or the button that has the focus. */
function belongsElsewhere({ target, key }) {
  const dialog = target.closest("dialog");
  if (dialog) {
    return dialog.open; // one that was closed just now still has the focus
  }
  return isField(target) || (["Enter", " "].includes(key) && target.closest("button, a, label, input"));
}

const isComposed = (name) => LETTER.test(name) && !ENGLISH_LETTER.test(name);

function combined(event) {
  if (event.altKey) {
    return "";
  }
  const control = event.ctrlKey || event.metaKey;
  const letter = event.key.length === 1;
  const shift = event.shiftKey && !letter;
  const key = letter ? event.key.toLowerCase() : event.key;
  return [control && "Control", shift && "Shift", key].filter(Boolean).join("+");
}
