// Decisions about more than one item, and taking them back.

import { announce } from "./announce.js";
import { text } from "./messages.js";

const MANY = 200; // places from which on it is quicker to ask for the queue than to mend it

/** Accept the shown change and all open ones behind it in its line. */
export async function acceptRestOfLine(review) {
  if (!review.view?.id) {
    return; // nothing, or a word that nobody has doubted
  }
  const open = ({ id, status }) => (review.standing.get(id)?.status ?? status) === "proposed";
  const rest = review.view.units.filter((u) => u.id && open(u) && u.start > review.view.start);
  const chosen = [review.view, ...rest];
  await review.save("decisions", { places: chosen.map((u) => u.id), status: "accepted" });
  const series = [...new Set(chosen.map((u) => u.series))];
  review.answers.forget(series);
  await Promise.all(series.map((id) => recount(review, id)));
  await review.goOn();
}

/** Take the last decision back and show its place. */
export async function undo(review) {
  const { places } = await review.save("undo", {});
  review.answers.clear();
  if (places.length > MANY) {
    review.queue.clear(); // it is quicker to ask than to mend
    await review.queue.load(review.filters);
  }
  if (!places.length) {
    announce(text("undo.nothing"), { show: true });
    return;
  }
  for (const { series } of places) {
    const item = review.queue.find(series);
    if (item) {
      item.done = null;
    }
  }
  const [{ id, series }] = places;
  await (review.queue.goTo(series) ? review.open(id) : review.lookAt(id));
  announce(text("undo.done"), { show: true });
}

/** Find out how many places of a series wait after some were decided. */
async function recount(review, id) {
  const item = review.queue.find(id);
  if (item) {
    const { places } = await review.series(item);
    const left = places.filter((p) => p.status === "proposed").length;
    item.done = left ? null : "accepted";
    item.count = left || item.count;
  }
}
