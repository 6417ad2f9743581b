// The review page: starts everything, and turns keys and buttons into actions.
//
// What a script (or a test) can rely on:
//
//   body[data-state]      starting | ready (a change is shown) | done (nothing is left) | empty
//   #current              the change that is decided next, with
//       data-series         name of its series         data-place    number of the shown correction
//       data-document       number of the document     data-page, data-line   1-based
//       data-start, -end    offsets of the document's text, in code points
//       data-before, -after the word as read, and as proposed; in a series without marks around it
//       data-count          places that a decision is for   data-status   proposed | accepted | ...
//       data-whole          "true" where before and after are the whole text of the span
//   #alternatives li      in the order of the digit keys: data-reading, data-share (probability)
//   #words li             the words of the line: data-start, data-end, data-before, data-after, and
//                         for corrections data-id, data-status, data-sure (high | middle | low)
//   #queue-list li        data-series, data-done; [aria-current=true] is the current one
//   #places-list input    value: number of the correction; unticked ones are excepted
//   #edit                 the field for another reading; #edit-form is hidden while it is not used
//   #progress             value and max: decided and asked
//   #live, #alert         what a screen reader is told; errors
//   body[data-aside]      "open" where a small window shows the queue over the page
//   body[data-whole]      "true" where the whole page is shown instead of the line
//   body[data-acting]     "0" when everything is done that keys and clicks have asked for, and saved
//
// The keys are one table: keys.js.

import { announce, fail, unsay } from "./announce.js";
import { acceptRestOfLine, undo } from "./deciding.js";
import { byId } from "./dom.js";
import { openDocuments } from "./documents.js";
import { openFilters } from "./filters.js";
import { openFind } from "./find.js";
import { openHelp } from "./help.js";
import { KEYS, actionOf } from "./keys.js";
import * as messages from "./messages.js";
import { Picture } from "./picture.js";
import { Review } from "./review.js";
import { openResults } from "./results.js";
import { readAgain } from "./second.js";
import * as show from "./show.js";
import { openSummary } from "./summary.js";
import { acceptSure, turnOrder, turnPage, visit } from "./visiting.js";

const POLL = 4000; // milliseconds between two looks at what others do
const POLL_BUSY = 1000;
const PAN = 120; // pixels

const picture = new Picture(
  { viewport: byId("viewport"), sheet: byId("sheet"), context: byId("context") },
  (document, at) => run(() => visit(review, document, at)),
);
const review = new Review(render, (shown) => picture.prepare(shown));

const ACTIONS = {
  accept: () => review.decide("accepted"),
  reject: () => review.decide("rejected"),
  choose: ({ digit }) => review.choose(digit - 1),
  edit: () => openEdit(),
  acceptSure: () => acceptSure(review),
  restOfLine: () => acceptRestOfLine(review),
  again: () => readAgain(review),
  undo: () => undo(review),
  next: () => review.move(1),
  previous: () => review.move(-1),
  nextPage: () => turnPage(review, 1),
  previousPage: () => turnPage(review, -1),
  find: () => openFind(review, run),
  documents: () => openDocuments(review, run),
  order: () => turnOrder(review),
  summary: () => openSummary(review, run, () => openResults(review, run)),
  aside: () => show.turnAside(),
  nextPlace: () => review.movePlace(1),
  previousPlace: () => review.movePlace(-1),
  untick: () => review.untick(),
  only: () => review.only(),
  zoomIn: () => picture.zoom(1.25),
  zoomOut: () => picture.zoom(0.8),
  zoomFit: () => picture.fit(),
  zoomWhole: () => picture.turnWhole(),
  garble: () => {
    picture.turnGarble();
    review.render();
  },
  panLeft: () => picture.pan(PAN, 0),
  panRight: () => picture.pan(-PAN, 0),
  panUp: () => picture.pan(0, PAN),
  panDown: () => picture.pan(0, -PAN),
  filter: () => openFilters(review, run),
  write: () => openResults(review, run),
  help: () => openHelp(restart),
  language: () => useLanguage(messages.other()),
  composed: () => announce(messages.text("composed"), { show: true }),
};

let acting = 0;

/** Do something; what goes wrong is told. */
async function run(work) {
  document.body.dataset.acting = acting += 1;
  try {
    await work();
  } catch (error) {
    fail(error);
  } finally {
    document.body.dataset.acting = acting -= 1;
  }
}

const act = (action, details = {}) => run(() => ACTIONS[action](details));

function render(state) {
  show.everything(state, picture);
}

function openEdit(unit = null) {
  if (review.view) {
    show.openEdit(review, unit);
  }
}

async function useLanguage(name) {
  await messages.use(name);
  unsay();
  restart();
}

/** Write everything anew: the language, or the keys, have changed. */
function restart() {
  show.keys();
  show.actions();
  review.render();
}

function onKey(event) {
  const found = actionOf(event);
  if (found) {
    event.preventDefault();
    act(found.action, found);
  }
}

function onClick(event) {
  const button = event.target.closest("button[data-action]");
  if (button) {
    act(button.dataset.action, { digit: Number(button.dataset.digit) });
  }
}

function onWord(event) {
  const word = event.target.closest("#words li");
  if (!word) {
    return;
  }
  const { dataset } = word;
  if (dataset.id) {
    run(() => review.lookAt(Number(dataset.id)));
  } else {
    openEdit({ start: Number(dataset.start), end: Number(dataset.end), before: dataset.before });
  }
}

async function poll() {
  try {
    await review.refresh();
  } catch (error) {
    fail(error);
  }
  setTimeout(poll, review.busy ? POLL_BUSY : POLL);
}

function forgetToken() {
  if (location.search) {
    history.replaceState(null, "", location.pathname + location.hash);
  }
}

function onQueue(event) {
  const entry = event.target.closest("li");
  if (entry) {
    run(() => review.goTo(entry.dataset.series));
  }
}

function onPlace(event) {
  const entry = event.target.closest("button")?.closest("li");
  if (entry) {
    run(() => review.showPlace(Number(entry.dataset.id)));
  }
}

function onTick({ target }) {
  review.tick(Number(target.value), target.checked);
}

async function start() {
  forgetToken();
  await messages.use(messages.preferred());
  restart();
  show.listenToEdit(review, run);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  byId("words").addEventListener("click", onWord);
  byId("queue-list").addEventListener("click", onQueue);
  byId("places-list").addEventListener("change", onTick);
  byId("places-list").addEventListener("click", onPlace);
  byId("conflicts").addEventListener("click", () => run(() => review.filter({ show: "conflict" })));
  await review.start();
  setTimeout(poll, POLL_BUSY);
}

console.assert(KEYS.every((key) => key.action in ACTIONS), "every key has its action");
run(start);
