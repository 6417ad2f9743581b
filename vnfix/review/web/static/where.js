// Where the reviewer is, kept in the address behind the `#`, so that a reload comes back to it.

const FILTERS = ["show", "fixer", "damage", "low", "high", "document", "page", "lines", "order"];

export function read() {
  const values = new URLSearchParams(location.hash.slice(1));
  const filters = {};
  for (const name of FILTERS) {
    if (values.get(name)) {
      filters[name] = values.get(name);
    }
  }
  return { series: values.get("series") ?? "", place: Number(values.get("place")), filters };
}

export function write({ series, place, filters }) {
  const values = new URLSearchParams({ ...filters, series, place });
  history.replaceState(null, "", `#${values}`);
}
