// The queue as far as it is known. Decided items stay in it, with `done`, so that one can go back.

import { get } from "./server.js";

const PAGE = 60; // items that are asked for at a time
const LOW = 45; // when fewer items than these are left, more are fetched

export class Queue {
  constructor() {
    this.clear();
  }

  clear() {
    this.items = [];
    this.index = 0;
    this.total = 0; // items on the server that wait, when it was asked last
    this.doneThen = 0; // items here that were done at that time
    this.sure = 0; // places that can be accepted at once
  }

  get current() {
    return this.items[this.index];
  }

  /** How many items wait, those included that are not known here. */
  get left() {
    return Math.max(this.total + this.doneThen - this.done, 0);
  }

  get done() {
    return this.items.filter((item) => item.done).length;
  }

  get isLow() {
    return this.items.slice(this.index).filter((item) => !item.done).length < LOW;
  }

  find(series) {
    return this.items.find((item) => item.id === series);
  }

  /** Fetch the queue from its start to a series, or what comes behind the items that are known. */
  async load(filters, to = "") {
    const offset = this.items.filter((item) => !item.done && !item.extra).length;
    const { items, total, sure } = await get("queue", { ...filters, limit: PAGE, ...(to ? { to } : { offset }) });
    this.total = total;
    this.sure = sure;
    this.doneThen = this.done;
    for (const item of items) {
      const known = this.find(item.id);
      if (!known) {
        this.items.push(item);
      } else if (!known.done) {
        Object.assign(known, item);
      }
    }
  }

  goTo(series) {
    const at = this.items.findIndex((item) => item.id === series);
    this.index = Math.max(at, 0);
    return at >= 0;
  }

  /** Go some items on or back; false where there is none. */
  move(step) {
    const target = this.index + step;
    const there = target >= 0 && target <= this.items.length;
    this.index = there ? target : this.index;
    return there;
  }

  /** Put an item that is looked at out of turn behind the current one, and go there. */
  insert(item) {
    this.index = Math.min(this.index + 1, this.items.length);
    this.items.splice(this.index, 0, { ...item, extra: true });
  }

  /** Go to the next item that waits; behind the last one, to the first that was left out. */
  goOn() {
    const next = this.items.findIndex((item, k) => k >= this.index && !item.done);
    const first = this.items.findIndex((item) => !item.done);
    this.index = [next, first, this.items.length].find((k) => k >= 0);
  }

  /** Return how many mistakes the next questions should take away. */
  promise(count) {
    return this.items.filter((item) => !item.done).slice(0, count).reduce((sum, { gain }) => sum + (gain ?? 0), 0);
  }

  /** Return the items that will be needed next. */
  ahead(count) {
    return this.items.slice(this.index + 1).filter((item) => !item.done).slice(0, count);
  }
}
