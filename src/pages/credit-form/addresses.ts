const scripts = new Set(["javascript:", "data:", "vbscript:", "blob:", "file:", "about:", "view-source:"]);

/** The address, unchanged, if it leads to a web page; else undefined. */
export function webUrl(address: string | undefined): string | undefined {
  const scheme = schemeOf(address);
  return scheme === "https:" || scheme === "http:" ? address : undefined;
}

/** The address, unchanged, unless following it could run a script or show a local file. A shop's app may be
 *  reached by a scheme of its own. */
export function linkable(address: string | undefined): string | undefined {
  const scheme = schemeOf(address);
  return scheme && !scripts.has(scheme) ? address : undefined;
}

function schemeOf(address: string | undefined): string | undefined {
  // Read as a browser reads it, which drops blanks and line breaks that would hide a scheme.
  return address ? URL.parse(address, "https://relative.invalid")?.protocol : undefined;
}
