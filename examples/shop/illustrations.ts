/** The classes take their colors from shop.css, so that every drawing has a light and a dark look. */
const scene = (drawing: string) =>
  `<svg viewBox="0 0 200 150" aria-hidden="true" focusable="false">${drawing}</svg>`;

export const illustrations: Record<string, string> = {
  "enamel-mug": scene(`
    <ellipse class="shadow" cx="98" cy="124" rx="54" ry="6"/>
    <path class="line ink" d="M128 62h10a16 16 0 0 1 0 34h-12"/>
    <path class="paper" d="M64 44h68l-5 72a8 8 0 0 1-8 7H77a8 8 0 0 1-8-7z"/>
    <path class="tone" d="M66 74h64l-2 24H68z"/>
    <path class="ink" d="M62 40h72a3 3 0 0 1 0 7H62a3 3 0 0 1 0-7z"/>
    <path class="line soft" d="M86 30q-6-6 0-12M100 30q-6-6 0-12M114 30q-6-6 0-12"/>`),
  "linen-notebook": scene(`
    <ellipse class="shadow" cx="100" cy="126" rx="58" ry="6"/>
    <path class="soft" d="M66 30h76a6 6 0 0 1 6 6v84a6 6 0 0 1-6 6H66z"/>
    <path class="paper" d="M66 28h72a6 6 0 0 1 6 6v82a6 6 0 0 1-6 6H66z"/>
    <path class="tone" d="M62 26h70a6 6 0 0 1 6 6v82a6 6 0 0 1-6 6H62a6 6 0 0 1-6-6V32a6 6 0 0 1 6-6z"/>
    <path class="ink" d="M56 32a6 6 0 0 1 6-6h8v94h-8a6 6 0 0 1-6-6z"/>
    <rect class="paper" x="84" y="46" width="40" height="20" rx="2"/>
    <path class="line ink" d="M92 56h24"/>
    <path class="accent" d="M118 120h8v16l-4-4-4 4z"/>`),
  "moka-pot": scene(`
    <ellipse class="shadow" cx="100" cy="130" rx="48" ry="6"/>
    <path class="soft" d="M78 82h44l10 44a4 4 0 0 1-4 4H72a4 4 0 0 1-4-4z"/>
    <path class="tone" d="M100 82h22l10 44a4 4 0 0 1-4 4h-28z"/>
    <rect class="ink" x="76" y="74" width="48" height="9" rx="3"/>
    <path class="paper" d="M72 36h52l-4 38H80L62 42a4 4 0 0 1 4-6z"/>
    <path class="soft" d="M100 36h24l-4 38h-20z"/>
    <path class="ink" d="M76 36l8-12h28l8 12z"/>
    <circle class="accent" cx="98" cy="19" r="6"/>
    <path class="line thick ink" d="M124 42h20l-6 34"/>`),
  "desk-lamp": scene(`
    <path class="glow" d="M78 66l-44 62h92z"/>
    <ellipse class="shadow" cx="136" cy="128" rx="38" ry="5"/>
    <path class="line thick ink" d="M136 124V92l28-34-52-26"/>
    <circle class="paper" cx="136" cy="92" r="6"/><circle class="paper" cx="164" cy="58" r="6"/>
    <rect class="ink" x="112" y="118" width="48" height="9" rx="4"/>
    <path class="tone" d="M110 22l14 22-48 34a36 36 0 0 1-18-34z"/>
    <circle class="accent" cx="74" cy="64" r="9"/>
    <path class="ink" d="M108 20a6 6 0 0 1 9 2l9 14a6 6 0 0 1-2 8z"/>`),
  "record-player": scene(`
    <ellipse class="shadow" cx="100" cy="128" rx="74" ry="6"/>
    <rect class="tone" x="30" y="26" width="140" height="96" rx="10"/>
    <rect class="paper" x="36" y="32" width="128" height="84" rx="6"/>
    <circle class="ink" cx="86" cy="74" r="36"/>
    <circle class="line faint" cx="86" cy="74" r="28"/><circle class="line faint" cx="86" cy="74" r="21"/>
    <circle class="accent" cx="86" cy="74" r="12"/><circle class="paper" cx="86" cy="74" r="3"/>
    <circle class="soft" cx="146" cy="48" r="9"/>
    <path class="line thick tone-line" d="M146 48v36l-26 12"/>
    <circle class="ink" cx="140" cy="104" r="4"/><circle class="ink" cx="154" cy="104" r="4"/>`),
  "lounge-chair": scene(`
    <ellipse class="shadow" cx="102" cy="132" rx="62" ry="6"/>
    <path class="line thick ink" d="M66 98l-14 34M134 98l14 34M56 92h96"/>
    <path class="tone" d="M50 22a10 10 0 0 1 13 5l23 55H62a8 8 0 0 1-8-6L43 34a10 10 0 0 1 7-12z"/>
    <rect class="tone" x="58" y="76" width="90" height="20" rx="10"/>
    <rect class="soft" x="74" y="70" width="74" height="16" rx="8"/>
    <path class="line thick ink" d="M74 58h70v34"/>
    <path class="accent" d="M66 50l20-8 11 26-20 8z"/>`),
  "city-bicycle": scene(`
    <ellipse class="shadow" cx="100" cy="132" rx="78" ry="5"/>
    <circle class="line thick ink" cx="54" cy="98" r="32"/><circle class="line thick ink" cx="148" cy="98" r="32"/>
    <circle class="line soft" cx="54" cy="98" r="25"/><circle class="line soft" cx="148" cy="98" r="25"/>
    <path class="line thick tone-line" d="M54 98h42L74 50M96 98l36-44H80M148 98L128 36"/>
    <path class="line thick ink" d="M128 36h-14M128 36h10a7 7 0 0 1 0 14"/>
    <path class="ink" d="M58 42h30a4 4 0 0 1 0 9H68a10 10 0 0 1-10-9z"/>
    <circle class="accent" cx="96" cy="98" r="9"/>
    <circle class="paper" cx="54" cy="98" r="4"/><circle class="paper" cx="148" cy="98" r="4"/>`),
  "espresso-machine": scene(`
    <ellipse class="shadow" cx="100" cy="132" rx="66" ry="6"/>
    <rect class="ink" x="44" y="116" width="112" height="14" rx="4"/>
    <path class="soft" d="M116 60h40v58h-40z"/>
    <rect class="tone" x="40" y="24" width="120" height="42" rx="8"/>
    <circle class="paper" cx="64" cy="45" r="11"/><path class="line ink" d="M64 45l5-6"/>
    <circle class="accent" cx="140" cy="45" r="5"/><circle class="paper" cx="124" cy="45" r="5"/>
    <path class="ink" d="M66 66h36v10H66z"/><path class="line thick ink" d="M66 72H40"/>
    <path class="line tone-line" d="M80 80v10M88 80v10"/>
    <path class="paper" d="M68 94h32l-3 18a4 4 0 0 1-4 4H75a4 4 0 0 1-4-4z"/>
    <path class="line thick ink" d="M92 24l12-14"/><circle class="accent" cx="107" cy="8" r="6"/>`),
  "coffee-bags": scene(`
    <ellipse class="shadow" cx="100" cy="130" rx="64" ry="6"/>
    <path class="soft" d="M112 40h42l6 84a5 5 0 0 1-5 5h-40z"/>
    <path class="ink" d="M112 32h42a3 3 0 0 1 3 3v9h-45z"/>
    <path class="tone" d="M58 34h56l8 90a5 5 0 0 1-5 5H55a5 5 0 0 1-5-5z"/>
    <path class="ink" d="M58 24h56a3 3 0 0 1 3 3v12H55V27a3 3 0 0 1 3-3z"/>
    <rect class="paper" x="66" y="62" width="40" height="46" rx="4"/>
    <ellipse class="accent" cx="86" cy="82" rx="10" ry="13"/><path class="line ink" d="M88 70q-7 12-2 25"/>
    <path class="line soft" d="M74 101h24"/>
    <ellipse class="accent" cx="36" cy="124" rx="8" ry="6"/><path class="line ink" d="M30 122q6 4 12 2"/>
    <ellipse class="accent" cx="176" cy="126" rx="7" ry="5"/><path class="line ink" d="M171 125q5 3 10 1"/>`),
  "tea-tin": scene(`
    <ellipse class="shadow" cx="104" cy="130" rx="66" ry="6"/>
    <path class="tone" d="M48 48h64v76a5 5 0 0 1-5 5H53a5 5 0 0 1-5-5z"/>
    <path class="ink" d="M50 30h60a4 4 0 0 1 4 4v15H46V34a4 4 0 0 1 4-4z"/>
    <rect class="paper" x="58" y="66" width="44" height="40" rx="4"/>
    <path class="accent" d="M80 98c-10-8-10-18 0-26 10 8 10 18 0 26z"/><path class="line ink" d="M80 78v22"/>
    <path class="paper" d="M126 92h38l-4 30a7 7 0 0 1-7 7h-16a7 7 0 0 1-7-7z"/>
    <path class="line ink" d="M163 98h6a8 8 0 0 1 0 17h-8"/>
    <path class="line soft" d="M138 82q-5-6 0-12M152 82q-5-6 0-12"/>`),
};
