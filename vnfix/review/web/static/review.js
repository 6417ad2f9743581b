// The review itself, without elements: whoever shows it gives a function to call after each change.

import { Answers } from "./answers.js";
import { announce, clear } from "./announce.js";
import { text } from "./messages.js";
import { Queue } from "./queue.js";
import * as order from "./order.js";
import { get, post } from "./server.js";
import { Unticked } from "./unticked.js";
import { visit } from "./visiting.js";
import * as where from "./where.js";

const AHEAD = 3; // items whose line and picture are fetched before they are needed
const BUSY = ["queued", "proposing"];

export class Review {
  /** `onChange` is called after each change, `onPicture` with a picture that will be needed. */
  constructor(onChange, onPicture) {
    this.onChange = onChange;
    this.onPicture = onPicture;
    this.filters = {};
    this.state = { documents: [], progress: { decided: 0, asked: 0, auto: 0, conflicts: 0, standing: {} } };
    this.queue = new Queue();
    this.details = null; // the places of the current series
    this.view = null; // the shown place in its line
    this.place = 0; // its index in details.places
    this.unticked = new Unticked();
    this.started = false;
    this.answers = new Answers();
    this.standing = new Map(); // what was decided since, by place: fresher than the answers
  }

  /** Whether documents are still being proposed for. */
  get busy() {
    return this.state.documents.some((d) => BUSY.includes(d.state));
  }

  /** The places that a decision now is for. */
  get ticked() {
    return this.details.places.filter((p) => !this.unticked.has(p.id));
  }

  /** Begin where the address says, or with the first item. */
  async start() {
    const last = where.read();
    this.filters = { ...last.filters, order: last.filters.order ?? order.preferred() };
    const [state] = await Promise.all([get("state"), this.queue.load(this.filters, last.series)]);
    this.state = state;
    this.started = true;
    await this.open(this.queue.goTo(last.series) ? last.place : null);
  }

  /** Begin anew with other filters. */
  async filter(filters) {
    this.filters = { ...filters, order: this.filters.order };
    await this.begin();
  }

  /** Ask for the queue anew, and go to its first item. */
  async begin() {
    this.answers.clear();
    this.queue.clear();
    await this.queue.load(this.filters);
    await this.open();
  }

  /** Show a word that nobody has doubted. */
  showFree(view) {
    this.unticked.clear();
    this.details = { whole: true, free: true, places: [view] };
    this.place = 0;
    this.view = view;
    this.render();
  }

  /** Look at how others and the proposing process have come on. */
  async refresh() {
    const ready = () => this.state.documents.filter((d) => !BUSY.includes(d.state)).length;
    const before = ready();
    this.state = await get("state");
    if (ready() > before || this.queue.isLow) {
      await this.queue.load(this.filters);
    }
    if (!this.view && this.queue.items.some((item) => !item.done)) {
      await this.goOn();
    }
    this.render();
  }

  async move(step) {
    if (this.queue.move(step)) {
      await this.open();
    }
  }

  /** Go to the next item that is not decided. */
  async goOn() {
    if (this.queue.items.every((item) => item.done)) {
      await this.queue.load(this.filters);
    }
    this.queue.goOn();
    await this.open();
  }

  async goTo(series) {
    this.queue.goTo(series);
    await this.open();
  }

  /** Look at any correction of the line, the automatic ones included. */
  async lookAt(id) {
    const { series, before, after, confidence } = await get("place", { id });
    if (!this.queue.goTo(series)) {
      this.queue.insert({ id: series, before, after, confidence, count: 1, first: id });
    }
    await this.open(id);
  }

  /** Show the current item, at one of its places or the first. */
  async open(placeId = null) {
    const item = this.queue.current;
    this.unticked.clear();
    if (!item) {
      this.view = null;
      this.details = null;
      this.render();
      return;
    }
    const details = await this.series(item);
    if (item !== this.queue.current) {
      return; // the user was quicker
    }
    this.details = details;
    item.count = details.places.length;
    this.place = Math.max(details.places.findIndex((p) => p.id === placeId), 0);
    await this.showCurrentPlace();
  }

  /** Show one of the places of the current item. */
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
    const { details, place } = this;
    const { id } = details.places[place];
    const view = await this.fetchPlace(id, details.whole);
    if (details === this.details && place === this.place) {
      this.view = view;
      where.write({ series: this.queue.current.id, place: id, filters: this.filters });
      this.render();
      this.prefetch().catch(() => undefined); // it is asked for again when it is needed
    }
  }

  tick(id, on) {
    this.unticked.tick(id, on);
    this.render();
  }

  /** Except the shown place from the decision, or take it in again. */
  untick() {
    if (this.view) {
      const { id } = this.view;
      this.tick(id, this.unticked.has(id));
      announce(text(this.unticked.has(id) ? "unticked" : "ticked"));
    }
  }

  /** Decide about the shown place alone, or about all again. */
  only() {
    if (this.view) {
      this.unticked.only(this.view.id, this.details.places.map((p) => p.id));
      this.render();
      announce(text("ticked.count", { count: this.ticked.length }));
    }
  }

  /** Decide about the ticked places and go on; it is saved meanwhile. */
  async decide(status, after = null) {
    const places = this.view ? this.ticked.map((p) => p.id) : [];
    if (this.details?.free) {
      await this.leaveFree(after);
    } else if (places.length) {
      await this.decideAbout(places, status, after);
    }
  }

  /** Go back to the queue from a word that nobody has doubted, or change it. */
  async leaveFree(after) {
    const { start, end } = this.view;
    await (after === null ? this.open() : this.write(start, end, after));
  }

  async decideAbout(places, status, after) {
    const item = this.queue.current;
    const { whole } = this.details;
    const settles = this.filters.show === "conflict";
    const saved = this.save("decisions", { places, status, after, whole, settles })
      .then(() => this.answers.forget([item.id]));
    if (places.length < this.details.places.length) {
      await saved;
      await this.open();
      return;
    }
    item.done = status;
    try {
      await Promise.all([saved, this.goOn()]);
    } catch (error) {
      item.done = null;
      await this.goTo(item.id);
      throw error;
    }
  }

  async choose(index) {
    const reading = this.view?.alternatives[index];
    if (reading) {
      await this.decide("edited", reading[0]);
    }
  }

  /** Put another text at words that nobody proposed to change. */
  async write(start, end, after) {
    const { document: number } = this.view;
    await this.save("writings", { document: number, start, end, after });
    this.answers.clear();
    await (this.details.free ? visit(this, number, { start }) : this.showCurrentPlace());
  }

  /** Send a decision to be saved; the answer tells what stands now. */
  async save(path, body) {
    try {
      const saving = post(path, body);
      this.render();
      const answer = await saving;
      this.state.progress = answer.progress;
      for (const { id, ...now } of answer.places ?? []) {
        this.standing.set(id, now);
      }
      clear();
      return answer;
    } finally {
      this.render();
    }
  }

  /** Fetch what the next keys will show. */
  async prefetch() {
    const { places, whole, free } = this.details;
    if (free) {
      return;
    }
    const here = [1, -1].map((step) => places.at((this.place + step) % places.length));
    await Promise.all(here.map((p) => this.fetchPlace(p.id, whole)));
    for (const item of this.queue.ahead(AHEAD)) {
      const next = await this.series(item);
      await this.fetchPlace(next.places[0].id, next.whole);
    }
    if (this.queue.isLow && this.queue.left > this.queue.items.length - this.queue.done) {
      await this.queue.load(this.filters);
      this.render();
    }
  }

  async fetchPlace(id, whole) {
    const view = await this.answers.fetch("place", { id, whole });
    if (view.picture) {
      this.onPicture(view.picture);
    }
    return view;
  }

  series({ id, extra }) {
    return this.answers.fetch("series", { ...this.filters, id, ...(extra ? { show: "all" } : {}) });
  }

  render() {
    this.onChange(this);
  }
}
