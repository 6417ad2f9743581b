// The places of a series that the next decision is not for.

export class Unticked extends Set {
  /** Take a place in, or leave it out. */
  tick(id, on) {
    if (on) {
      this.delete(id);
    } else {
      this.add(id);
    }
  }

  /** Leave out all places but one; take them all in again where they are out already. */
  only(id, ids) {
    const others = ids.filter((other) => other !== id);
    const alone = others.every((other) => this.has(other));
    this.clear();
    if (!alone) {
      others.forEach((other) => this.add(other));
    }
  }
}
