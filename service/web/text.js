// Positions in the record are Unicode code points; strings of the browser are UTF-16.

/** A stored text that is cut by code points. */
export class StoredText {
  constructor(text) {
    this.text = text;
    // Most texts have no character outside the basic plane, and there the two ways of counting agree.
    this.starts = /[\ud800-\udbff]/.test(text) ? codePointStarts(text) : null;
    this.length = this.starts ? this.starts.length - 1 : text.length;
  }

  /** The characters of [start, end), in code points. */
  slice(start, end) {
    return this.text.slice(this.#unit(start), this.#unit(end));
  }

  #unit(position) {
    const within = Math.max(0, Math.min(position, this.length));
    return this.starts ? this.starts[within] : within;
  }
}

/** The UTF-16 index at which each code point starts, and the length of the text last. */
function codePointStarts(text) {
  const starts = [];
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) starts.push(unit);
  starts.push(text.length);
  return starts;
}

/** Whether the words of a citation stand in this text exactly where it says. */
export function standsThere(stored, citation) {
  return stored.slice(citation.start, citation.end) === citation.quote;
}
