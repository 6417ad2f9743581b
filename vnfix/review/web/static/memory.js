// What the page remembers of its user. Cookies: storage would be another one on every port.

const PREFIX = "vnfix-";
const YEAR = 365 * 24 * 3600;

export const remembered = (name) =>
  document.cookie.split("; ").find((c) => c.startsWith(`${PREFIX}${name}=`))?.split("=")[1];

export function remember(name, value) {
  document.cookie = `${PREFIX}${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Strict`;
}
