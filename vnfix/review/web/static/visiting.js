// Ways through the documents beside the queue: any word, pages, the order, all that is sure.

import { announce } from "./announce.js";
import { text } from "./messages.js";
import * as order from "./order.js";
import { get } from "./server.js";

/** Ask what takes away most mistakes first, or in the order of the text. */
export async function turnOrder(review) {
  const turned = order.turn(review.filters.order);
  review.filters.order = turned;
  await review.filter(review.filters);
  announce(text(`order.${turned}`), { show: true });
}

/** Look at any word of a document: at `start`, in a `line`, on a `page`, at a point of it. */
export async function visit(review, document, at) {
  const found = await get("spot", { document, ...at });
  if (found.id) {
    await review.lookAt(found.id);
  } else {
    review.showFree(found);
  }
}

/** Go to the next page, or the one before: its first question, or its first word. */
export async function turnPage(review, step) {
  if (!review.view) {
    return;
  }
  const { document: number, page } = review.view;
  const pages = review.state.documents.find((d) => d.id === number)?.pages ?? 0;
  const target = page + step;
  if (target < 1 || target > pages) {
    announce(text("page.none"), { show: true });
    return;
  }
  await visit(review, number, { page: target });
}

/** Accept all that is asked and sure, as one decision. */
export async function acceptSure(review) {
  const filters = { ...review.filters };
  delete filters.order;
  const { places } = await review.save("sure", filters);
  await review.begin();
  announce(text("sure.done", { count: places.length }), { show: true });
}
