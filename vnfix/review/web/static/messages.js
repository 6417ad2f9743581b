// The words of the interface, in the user's language. Every text stands in messages/LANGUAGE.json.

import { remember, remembered } from "./memory.js";

const LANGUAGES = ["en", "vi"];

let language = "en";
let messages = {};
let plural = new Intl.PluralRules(language);

export const current = () => language;

/** Return the language chosen before, else that of the browser. */
export function preferred() {
  const chosen = remembered("language");
  if (LANGUAGES.includes(chosen)) {
    return chosen;
  }
  return navigator.languages.map((l) => l.slice(0, 2)).find((l) => LANGUAGES.includes(l)) ?? "en";
}

/** Load a language and write all fixed texts of the page in it. */
export async function use(name) {
  const response = await fetch(`static/messages/${name}.json`);
  messages = await response.json();
  language = name;
  plural = new Intl.PluralRules(name);
  document.documentElement.lang = name;
  remember("language", name);
  fill(document);
}

export const other = () => LANGUAGES.find((name) => name !== language);

/**
 * Return a text; `{name}` in it stands for a value. A text that depends on a number has the forms
 * `key.one` and `key.other`, told apart by `values.count`; where it is 1, no number need be said. It may
 * have `key.zero` too.
 */
export function text(key, values = {}) {
  const found = messages[`${key}.${formOf(values.count)}`] ?? messages[`${key}.other`] ?? messages[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** Return the form that goes with a number; Vietnamese tells one from many only where we write it. */
const formOf = (count) => ({ 0: "zero", 1: "one" })[count] ?? plural.select(count ?? 0);

/** Whether there is such a text: causes and kinds may be newer than the page. */
export const has = (key) => key in messages;

export const percent = (share) =>
  new Intl.NumberFormat(language, { style: "percent" }).format(Math.floor(share * 100) / 100);

/** Write the fixed texts below an element. */
export function fill(root) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
    if (element.matches("button")) {
      element.title = text(element.dataset.label);
    }
  }
}

function shown(value) {
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : String(value ?? "");
}
