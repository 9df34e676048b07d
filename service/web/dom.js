// Elements from values. Everything that is shown goes through here as text: nothing is ever parsed as HTML.

/** A link to this server, or null: "javascript:" and other hosts lead nowhere. */
export function ownLink(url) {
  const target = parsed(url);
  return target?.origin === location.origin ? target.pathname + target.search + target.hash : null;
}

function parsed(url) {
  try {
    return new URL(url, location.origin);
  } catch {
    return null;
  }
}

/** An element with attributes ("on…" are listeners; null and false are left out) and children (null is left out). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "href") setLink(element, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function setLink(element, url) {
  const link = url.startsWith("#") ? url : ownLink(url);
  if (link) element.setAttribute("href", link);
}

/** Says something to screen readers, without moving the focus. */
export function announce(sentence) {
  document.getElementById("status").textContent = sentence;
}

/** "28 March 2024", "March 2024" or "2024": as precise as the record is. */
export function readableDate(date, language) {
  if (!date) return "";
  const parts = date.split("-");
  const options = { year: "numeric", timeZone: "UTC" };
  if (parts.length > 1) options.month = "long";
  if (parts.length > 2) options.day = "numeric";
  const moment = new Date(`${date}${parts.length === 1 ? "-01-01" : parts.length === 2 ? "-01" : ""}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return date;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(moment);
}
