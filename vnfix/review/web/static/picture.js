// The picture of the page: the line marked and in view, zoom and pan. Text where there is none.

import { make } from "./dom.js";
import { pictureOf } from "./server.js";

const SHARP = 240; // dots per inch, for looking closely
const MAX_SCALE = 8;
const FIT_SCALE = 1.12; // a page's margins are of no interest
const STEP = 1.1;
const KEPT = 8; // pictures that are drawn before they are needed
const STILL = 4; // pixels that a click may move

export class Picture {
  /** `onPoint` is called with the page and the point of it that was clicked. */
  constructor({ viewport, sheet, context }, onPoint) {
    this.onPoint = onPoint;
    this.ready = new Map(); // pictures by address, the oldest first
    this.garble = false; // whether the lines around are shown as they were read
    this.viewport = viewport;
    this.sheet = sheet;
    this.context = context;
    this.scale = FIT_SCALE;
    this.x = 0;
    this.y = 0;
    this.shown = null;
    this.image = null;
    this.broken = new Set(); // addresses of pictures that cannot be had
    viewport.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    viewport.addEventListener("pointerdown", (event) => this.onDrag(event));
    viewport.addEventListener("dblclick", () => this.fit());
    new ResizeObserver(() => (document.body.dataset.whole ? this.fit() : this.reveal())).observe(viewport);
  }

  /** Fetch and draw a picture that will be needed, so that no blank page is shown then. */
  prepare(picture) {
    const source = pictureOf(picture);
    if (!this.ready.has(source)) {
      const image = make("img", { src: source, alt: "", draggable: "false" });
      image.addEventListener("error", () => this.lose(source));
      image.decode().catch(() => undefined);
      this.ready.set(source, image);
      if (this.ready.size > KEPT) {
        this.ready.delete(this.ready.keys().next().value);
      }
    }
    return this.ready.get(source);
  }

  /** Show the page of a view with its line marked. */
  show(view) {
    const { picture, id, start } = view;
    if (!picture || this.broken.has(pictureOf(picture))) {
      this.showText(view);
    } else if (this.shown?.id !== id || this.shown.start !== start) {
      this.shown = { id, start, picture, view };
      this.turnTo("picture");
      this.load();
      this.markUp(picture);
      this.reveal();
    }
  }

  turnTo(kind) {
    this.sheet.hidden = kind === "text";
    this.context.hidden = kind === "picture";
    this.viewport.parentElement.dataset.kind = kind;
  }

  /** Remember that a picture cannot be had; where it is shown, show the text instead. */
  lose(source) {
    this.broken.add(source);
    this.ready.delete(source);
    if (this.shown && pictureOf(this.shown.picture) === source) {
      this.showText(this.shown.view);
    }
  }

  /** Show the picture for reading. */
  load() {
    if (this.image?.dataset.page !== this.page()) {
      const image = this.prepare(this.shown.picture);
      image.dataset.page = this.page();
      this.replace(image);
    }
  }

  /** Replace the picture by one for looking closely, as soon as it is there. */
  async sharpen() {
    const page = this.page();
    if (this.image.dataset.sharp) {
      return;
    }
    this.image.dataset.sharp = "asked";
    const data = { page, sharp: "shown" };
    const source = pictureOf(this.shown.picture, SHARP);
    const image = make("img", { src: source, alt: "", draggable: "false", data });
    await image.decode();
    if (this.page() === page) {
      this.replace(image);
    }
  }

  page() {
    const { document: number, page } = this.shown?.picture ?? {};
    return `${number} ${page}`;
  }

  replace(image) {
    this.image?.remove();
    this.image = image;
    this.sheet.prepend(image);
  }

  markUp({ line, word }) {
    const marks = [["line-mark", line], ["word-mark", word]].filter(([, box]) => box);
    this.sheet.querySelectorAll("i").forEach((old) => old.remove());
    for (const [name, [left, top, width, height]] of marks) {
      const mark = make("i", { class: name });
      Object.assign(mark.style, {
        left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%`,
      });
      this.sheet.append(mark);
    }
  }

  /** Move the line into view, a little above the middle. */
  reveal() {
    if (!this.shown) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.viewport;
    const { ratio, line, word } = this.shown.picture;
    this.sheet.style.width = `${width}px`;
    this.sheet.style.height = `${width * ratio}px`;
    const box = line ?? [0, 0, 1, 0.1];
    const wide = box[2] * width * this.scale > width * 0.98 && word ? word : box;
    this.x = width / 2 - (wide[0] + wide[2] / 2) * width * this.scale;
    this.y = height * 0.45 - (box[1] + box[3] / 2) * width * ratio * this.scale;
    this.place();
  }

  /** Keep the page within the window and draw it. */
  place() {
    const { clientWidth: width, clientHeight: height } = this.viewport;
    const ratio = this.shown?.picture.ratio ?? 1;
    this.x = held(this.x, width - width * this.scale);
    this.y = held(this.y, height - width * ratio * this.scale);
    this.sheet.style.setProperty("--scale", this.scale);
    this.sheet.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    if (this.shown && this.scale * width * devicePixelRatio > 1400) {
      this.sharpen().catch(() => undefined); // the other one will do
    }
  }

  /** Zoom around a point of the window; its middle where none is given. */
  zoom(factor, { x = this.viewport.clientWidth / 2, y = this.viewport.clientHeight / 2 } = {}) {
    const scale = Math.min(Math.max(this.scale * factor, 0.3), MAX_SCALE);
    this.x = x - (x - this.x) * (scale / this.scale);
    this.y = y - (y - this.y) * (scale / this.scale);
    this.scale = scale;
    this.place();
  }

  /** Show the whole page instead of everything else, or the line again. */
  turnWhole() {
    const { dataset } = document.body;
    dataset.whole = this.shown && !dataset.whole ? "true" : "";
    this.fit();
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.viewport;
    const isWhole = Boolean(document.body.dataset.whole);
    this.scale = isWhole ? height / (width * (this.shown?.picture.ratio ?? 1)) : FIT_SCALE;
    this.reveal();
  }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.place();
  }

  onWheel(event) {
    if (!this.shown) {
      return;
    }
    event.preventDefault();
    const box = this.viewport.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.zoom(event.deltaY < 0 ? STEP : 1 / STEP, at);
  }

  onDrag(event) {
    if (!this.shown || event.button !== 0) {
      return;
    }
    const begin = { x: event.clientX, y: event.clientY };
    const move = (moved) => this.pan(moved.movementX, moved.movementY);
    const stop = (end) => {
      const way = Math.hypot(end.clientX - begin.x, end.clientY - begin.y);
      if (end.type === "pointerup" && way < STILL) {
        this.point(end);
      }
      this.viewport.removeEventListener("pointermove", move);
      this.viewport.classList.remove("dragging");
    };
    this.viewport.setPointerCapture(event.pointerId);
    this.viewport.classList.add("dragging");
    this.viewport.addEventListener("pointermove", move);
    this.viewport.addEventListener("pointerup", stop, { once: true });
    this.viewport.addEventListener("pointercancel", stop, { once: true });
  }

  /** Tell which point of the page was clicked. */
  point({ clientX, clientY }) {
    const box = this.sheet.getBoundingClientRect();
    const { document: number, page } = this.shown.picture;
    const x = (clientX - box.left) / box.width;
    const y = (clientY - box.top) / box.height;
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) {
      this.onPoint(number, { page, x, y });
    }
  }

  /** Show the lines around as they were read, or as they stand now again. */
  turnGarble() {
    this.garble = !this.garble;
  }

  /** Show the lines around, where there is no picture. */
  showText({ context, units, id, start }) {
    this.shown = null;
    this.turnTo("text");
    const line = make("li", { "aria-current": "true" });
    for (const unit of units) {
      line.append(unit.space && line.childNodes.length ? " " : "");
      const isCurrent = id ? unit.id === id : unit.start === start;
      const said = isCurrent || this.garble ? unit.before : unit.after;
      line.append(make(isCurrent ? "mark" : "span", { text: said }));
    }
    const lines = (pairs) => pairs.map(([now, was]) => make("li", { text: this.garble ? was : now }));
    this.context.replaceChildren(...lines(context.above), line, ...lines(context.below));
    line.scrollIntoView({ block: "center" });
  }
}

/** Keep an offset so that no gap opens; what is smaller than the window is centred. */
function held(offset, room) {
  return room > 0 ? room / 2 : Math.min(Math.max(offset, room), 0);
}
