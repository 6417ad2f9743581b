// Small helpers around the document. Text of documents only ever goes through textContent.

export const byId = (id) => document.getElementById(id);

/**
 * Return a new element.
 * @param {string} tag
 * @param {Object<string, *>} attributes  `text`, `class`, `data` (an object), `on` (event -> listener),
 *   booleans, and attributes by their names
 * @param {...Node} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    set(element, name, value);
  }
  element.append(...children);
  return element;
}

function set(element, name, value) {
  if (name === "text") {
    element.textContent = value;
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "on") {
    for (const [event, listener] of Object.entries(value)) {
      element.addEventListener(event, listener);
    }
  } else if (typeof value === "boolean") {
    element.toggleAttribute(name, value);
  } else if (value !== null && value !== undefined) {
    element.setAttribute(name, value);
  }
}

/** Give an element the `data-` attributes of an object; null and undefined take one away. */
export function mark(element, data) {
  for (const [name, value] of Object.entries(data)) {
    if (value === null || value === undefined) {
      delete element.dataset[name];
    } else {
      element.dataset[name] = value;
    }
  }
}

/** Whether the user is typing into a field, so that letters are no keys. */
export const isField = (element) =>
  element.matches("input:not([type=checkbox]), textarea, select");
