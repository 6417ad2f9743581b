// The order of the questions, remembered from one review to the next.

import { remember, remembered } from "./memory.js";

const NAME = "order";
export const WORTH = "worth";
export const READING = "reading";

export const preferred = () => (remembered(NAME) === READING ? READING : WORTH);

/** Return the other order, and remember it. */
export function turn(order) {
  const other = order === READING ? WORTH : READING;
  remember(NAME, other);
  return other;
}
