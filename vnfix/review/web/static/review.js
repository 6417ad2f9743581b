// The review itself: the queue, the change that is shown, and what is decided. No elements here:
// whoever shows it gives a function that is called after each change.

import { address, get, post, unsaved } from "./server.js";
import * as where from "./where.js";
import { announce, clear } from "./announce.js";
import { text } from "./messages.js";

const PAGE = 60; // items of the queue that are asked for at a time
const AHEAD = 3; // items whose line and picture are fetched before they are needed
const LOW = 15; // when fewer items than these are left, more are fetched
const DPI = 120;

export class Review {
  constructor(onChange) {
    this.onChange = onChange;
    this.filters = {};
    this.state = { documents: [], progress: { decided: 0, asked: 0, auto: 0, conflicts: 0 } };
    this.items = []; // the queue as far as it is known; decided items stay, with `done`
    this.index = 0;
    this.details = null; // the places of the current series
    this.view = null; // the shown place in its line
    this.place = 0; // its index in details.places
    this.unticked = new Set();
    this.started = false;
    this.cache = new Map(); // answers of the server by address
    this.standing = new Map(); // what was decided since, by place: fresher than the cache
  }

  get current() {
    return this.view && this.items[this.index];
  }

  /** Whether documents are still being proposed for. */
  get busy() {
    return this.state.documents.some((d) => ["queued", "proposing"].includes(d.state));
  }

  /** The places that a decision now is for. */
  get ticked() {
    return this.details.places.filter((p) => !this.unticked.has(p.id));
  }

  async start() {
    const last = where.read();
    this.filters = last.filters;
    this.state = await get("state");
    await this.load(last.series);
    const at = this.items.findIndex((item) => item.id === last.series);
    this.index = Math.max(at, 0);
    this.started = true;
    await this.open(this.items[this.index]?.id === last.series ? last.place : null);
  }

  /** Begin anew with other filters. */
  async filter(filters) {
    this.filters = filters;
    this.items = [];
    this.index = 0;
    this.cache.clear();
    await this.load();
    await this.open();
  }

  /** Fetch the queue from its start, or what comes behind the items that are known. */
  async load(to = "") {
    const open = this.items.filter((item) => !item.done && !item.extra).length;
    const query = { ...this.filters, limit: PAGE, ...(to ? { to } : { offset: open }) };
    const { items } = await get("queue", query);
    const known = new Map(this.items.map((item) => [item.id, item]));
    for (const item of items) {
      const old = known.get(item.id);
      if (!old) {
        this.items.push(item);
      } else if (!old.done) {
        Object.assign(old, item);
      }
    }
  }

  /** Look at how others and the proposing process have come on. */
  async refresh() {
    const before = this.state.documents.filter((d) => d.state === "ready").length;
    this.state = await get("state");
    const grown = this.state.documents.filter((d) => d.state === "ready").length > before;
    const left = this.items.slice(this.index).filter((item) => !item.done).length;
    if (grown || left < LOW) {
      await this.load();
    }
    if (!this.view && this.items.some((item) => !item.done)) {
      await this.goOn();
    }
    this.render();
  }

  async move(step) {
    const target = this.index + step;
    if (target < 0 || target > this.items.length) {
      return;
    }
    this.index = target;
    await this.open();
  }

  /** Go to the next item that is not decided; behind the last one, to the first that was left out. */
  async goOn() {
    if (this.items.every((item) => item.done)) {
      await this.load();
    }
    const next = this.items.findIndex((item, k) => k >= this.index && !item.done);
    const first = this.items.findIndex((item) => !item.done);
    this.index = [next, first, this.items.length].find((k) => k >= 0);
    await this.open();
  }

  async goTo(series) {
    this.index = this.items.findIndex((item) => item.id === series);
    await this.open();
  }

  /** Look at any correction of the line, the automatic ones included. */
  async lookAt(id) {
    const place = await get("place", { id });
    let at = this.items.findIndex((item) => item.id === place.series);
    if (at < 0) {
      at = this.index + 1;
      const { before, after, confidence, series } = place;
      this.items.splice(at, 0, { id: series, before, after, confidence, count: 1, first: id, extra: true });
    }
    this.index = at;
    await this.open(id);
  }

  /** Show the current item, at one of its places or the first. */
  async open(placeId = null) {
    const item = this.items[this.index];
    this.unticked = new Set();
    if (!item) {
      this.view = null;
      this.details = null;
      this.render();
      return;
    }
    const details = await this.series(item);
    if (item !== this.items[this.index]) {
      return; // the user was quicker
    }
    this.details = details;
    item.count = details.places.length;
    const at = details.places.findIndex((p) => p.id === placeId);
    this.place = Math.max(at, 0);
    await this.showCurrentPlace();
    this.prefetch().catch(() => undefined);
  }

  async showPlace(id) {
    this.place = this.details.places.findIndex((p) => p.id === id);
    await this.showCurrentPlace();
  }

  async movePlace(step) {
    const count = this.details?.places.length ?? 0;
    if (count > 1) {
      this.place = (this.place + step + count) % count;
      await this.showCurrentPlace();
    }
  }

  async showCurrentPlace() {
    const { id } = this.details.places[this.place];
    const { details } = this;
    const view = await this.fetch("place", { id, whole: details.whole });
    if (details === this.details && details.places[this.place].id === id) {
      this.view = view;
      where.write({ series: this.items[this.index].id, place: id, filters: this.filters });
      this.render();
    }
  }

  tick(id, on) {
    if (on) {
      this.unticked.delete(id);
    } else {
      this.unticked.add(id);
    }
    this.render();
  }

  /** Except the shown place from the decision, or take it in again. */
  untick() {
    const { id } = this.details.places[this.place];
    this.tick(id, this.unticked.has(id));
    announce(text(this.unticked.has(id) ? "unticked" : "ticked"));
  }

  /** Decide about the shown place alone, or about all again. */
  only() {
    const { id } = this.details.places[this.place];
    const others = this.details.places.filter((p) => p.id !== id).map((p) => p.id);
    const alone = others.every((other) => this.unticked.has(other));
    this.unticked = new Set(alone ? [] : others);
    this.render();
    announce(text("ticked.count", { count: this.ticked.length }));
  }

  /** Decide about the ticked places and go on; saved meanwhile. */
  async decide(status, after = null) {
    const item = this.current;
    const places = this.details?.places && this.ticked;
    if (!item || !places.length) {
      return;
    }
    const { whole } = this.details;
    const settles = this.filters.show === "conflict";
    const saved = this.save("decisions", { places: places.map((p) => p.id), status, after, whole, settles });
    this.forget([item.id]);
    if (places.length < this.details.places.length) {
      await saved;
      await this.open();
      return;
    }
    item.done = status;
    saved.catch(() => { item.done = null; });
    await Promise.all([saved, this.goOn()]);
  }

  async choose(index) {
    const reading = this.view?.alternatives[index];
    if (reading) {
      await this.decide("edited", reading[0]);
    }
  }

  /** Accept the shown change and all open ones behind it in its line. */
  async acceptRestOfLine() {
    if (!this.current) {
      return;
    }
    const open = this.view.units.filter((u) => u.id && u.status === "proposed" && u.start >= this.view.start);
    const ids = [...new Set([...open.map((u) => u.id), this.view.id])];
    const series = [...new Set([...open.map((u) => u.series), this.view.series])];
    const saved = this.save("decisions", { places: ids, status: "accepted" });
    const rest = this.details.places.filter((p) => !ids.includes(p.id));
    this.items[this.index].done = rest.length ? null : "accepted";
    this.forget(series);
    await saved;
    await this.drop(series.filter((id) => id !== this.items[this.index].id));
    await this.goOn();
  }

  /** Put another text at words that nobody proposed to change. */
  async write(start, end, after) {
    const { document } = this.view;
    await this.save("writings", { document, start, end, after });
    this.cache.clear();
    await this.showCurrentPlace();
  }

  async undo() {
    const { places } = await this.save("undo", {});
    if (!places.length) {
      announce(text("undo.nothing"), { show: true });
      return;
    }
    this.cache.clear();
    const [{ id, series }] = places;
    const item = this.items.find((i) => i.id === series);
    if (item) {
      item.done = null;
    }
    await this.lookAt(id);
    announce(text("undo.done"), { show: true });
  }

  /** Send a decision to be saved; the progress is that of the server's answer. */
  async save(path, body) {
    try {
      const saving = post(path, body);
      this.render();
      const answer = await saving;
      this.state.progress = answer.progress;
      for (const { id, ...now } of answer.places) {
        this.standing.set(id, now);
      }
      clear();
      return answer;
    } finally {
      this.render();
    }
  }

  /** Find out which of these series have no open place left. */
  async drop(series) {
    for (const id of series) {
      const item = this.items.find((i) => i.id === id);
      if (item) {
        const { places } = await this.series(item);
        const left = places.filter((p) => p.status === "proposed").length;
        item.done = left ? null : "accepted";
        item.count = left || item.count;
      }
    }
  }

  async prefetch() {
    const next = this.items.slice(this.index + 1).filter((item) => !item.done).slice(0, AHEAD);
    for (const item of next) {
      const details = await this.series(item);
      const view = await this.fetch("place", { id: details.places[0].id, whole: details.whole });
      if (view.picture) {
        new Image().src = pictureOf(view.picture);
      }
    }
    if (this.items.length - this.index < LOW) {
      await this.load();
      this.render();
    }
  }

  series(item) {
    return this.fetch("series", { ...this.filters, id: item.id, ...(item.extra ? { show: "all" } : {}) });
  }

  /** Ask the server once for the same thing. */
  fetch(path, query) {
    const key = address(path, query);
    if (!this.cache.has(key)) {
      const answer = get(path, query);
      answer.catch(() => this.cache.delete(key));
      this.cache.set(key, answer);
    }
    return this.cache.get(key);
  }

  /** Forget what is known of places, for a decision has changed it, and of these series. */
  forget(series) {
    for (const key of this.cache.keys()) {
      if (series.some((id) => key.includes(id))) {
        this.cache.delete(key);
      }
    }
  }

  render() {
    this.onChange(this, unsaved());
  }
}

/** Return the address of the picture of a page. */
export const pictureOf = ({ document, page }, dpi = DPI) => address("picture", { document, page, dpi });
