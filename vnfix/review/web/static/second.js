// A second reading of a place, from its page: asked for by a key, shown beside the first one.

import { announce } from "./announce.js";
import { byId, make } from "./dom.js";
import { percent, text } from "./messages.js";
import { ask, cropOf } from "./server.js";

/** Have the shown place read again from its page. */
export async function readAgain(review) {
  const { view } = review;
  if (!view) {
    return;
  }
  announce(text("again.running"));
  const { id, document: number, start, end, before } = view;
  const second = await ask("again", id ? { id } : { document: number, start, end });
  review.answers.forget([`place?id=${id}&`]);
  if (review.view !== view) {
    return; // it is kept for when the reviewer comes back
  }
  if (id) {
    await review.showCurrentPlace();
  } else {
    const alternatives = second.text === before ? [] : [[second.text, second.confidence]];
    review.showFree({ ...view, second, alternatives });
  }
  announce(text("again.read", { said: second.text, share: percent(second.confidence) }));
}

/** Show what was read again beside the first reading, with the picture of the place. */
export function showSecond({ id, before, second, pictured }) {
  byId("second").hidden = !second;
  if (!second) {
    return;
  }
  showPicture(id && pictured ? cropOf(id) : null);
  const share = percent(second.confidence);
  byId("second-first").textContent = before ? text("second.first", { before }) : "";
  byId("second-said").textContent = text("second.said", { said: second.text, share });
  byId("second-engine").textContent = second.engine;
}

/** Show the picture at an address; one that is shown already is not fetched anew. */
function showPicture(src) {
  const place = byId("second-place");
  if ((place.firstChild?.getAttribute("src") ?? null) !== src) {
    place.replaceChildren(...(src ? [make("img", { id: "second-crop", src, alt: text("second.crop") })] : []));
  }
}
