/**
 * Bundle the site: scripts, styles, fonts and Python's files, named by their content.
 *
 *     node bundle.mjs DIST PARTS.json
 *
 * PARTS names what build.py has made: {engine, classroom, micropip, snapshot, opening, wheels: []}, as paths.
 * Beside it are left python-site.json, what the page is told of Python (for tests), and those of
 * web/*.html that are templates for lessons.mjs, with the links to what was bundled. DIST/_headers says
 * the policy, and more than a page can say of itself, to hosts that read it (see docs/hosting.md).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

/** @typedef {import('../shared/frame-protocol.js').SiteFile} SiteFile */
/** @typedef {{path: string, chunks: string[], next: string[], later: string[]}} Script  a file, what it imports at once, what it imports by itself then, and what only when it is wanted */
/** @typedef {Map<string, Script>} Made  from each entry to its file */
/** @typedef {{engine: string, classroom: string, micropip: string, snapshot: string, opening: string | null, wheels: string[]}} Parts */

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PYODIDE = join(WEB, 'node_modules/pyodide');
const CHARSET = '<meta charset="utf-8">';
const ENTRY = /"((?:app|styles)\/[\w\/-]+\.(?:js|css))"/g;
const PLACE = '<!-- links -->'; // in a template: where lessons.mjs puts the course's own files
/** On every page, and apart from its other scripts: where those are broken, this offers the next release. */
const NOTICE = `<div class="notices"><update-notice worker="service-worker.js"></update-notice></div>
    <script type="module" src="app/views/update-notice.js"></script>
  </body>`;
/** What views name before they are in a page. */
const STANDING_IN = `Object.assign(globalThis, { ResizeObserver: class {}, IntersectionObserver: class {}, document: { baseURI: 'http://site/', documentElement: { style: {} }, addEventListener() {}, createTreeWalker() {}, createComment() {} } });`;
const STARTER = 'app/open-lab.js'; // on a page with this, Python starts at once
const OPENING = '<script type="application/json" id="opening"></script>';
/** The name of a view, where a selector names it as an element. */
const VIEW = /(?<![\w.#:[-])[a-z]+-[a-z-]+(?![\w-]*[=\]])/g;
const AT_ONCE = ['import-statement'];
const TEXT_FONT = /-latin-wght-normal-\w+\.woff2$/;
const STILL = '<!-- still -->'; // where the Lab shows what it will show
const GZIPPED = /\.(js|wasm)$/; // by hosts, on the way
/**
 * CodeMirror writes its styles at run time, with this nonce, which is no secret. Who could put a style
 * into the page would have to write markup into it, and no place takes any (TRUSTED); and a style could
 * tell nobody what it sees, since pictures and fonts come from the site alone.
 */
const STYLE_NONCE = 'cm6';
/** Who may hand scripts or markup to the browser: templates that are constants of Lit's, and these (shared/trusted.js). The still's is in the page itself, and made of what stands there. */
const TRUSTED = ['lit-html', 'python-frame', 'python-worker', 'service-worker', 'still'];

/** @param {Uint8Array | string} bytes  @param {'hex' | 'base64'} form */
const sha256 = (bytes, form) => createHash('sha256').update(bytes).digest(form);

/** Pyodide finds out by an exception whether its worker is of the old kind. @type {[was: RegExp, is: string]} */
const OLD_KIND = [/try\{return globalThis\.importScripts\("data:text\/javascript,"\),!0\}catch\{return!1\}/, 'return!1'];

/**
 * What Pyodide's scripts say otherwise than they are here, by file. The one knows where its makers host
 * packages: ours come from the site. The rest is for time, at each start of an interpreter:
 * - Where something is thrown, or shared memory is made, Chromium reads once more each function that
 *   is under way, for the place in it; one of them is a megabyte long. So memory to sleep by is made
 *   for the first sleep, and nothing is thrown: neither to find out whether the worker is of the old
 *   kind (sandbox/guard.js sees to it that none is), nor where a file is made that is not there yet,
 *   or a folder that is, nor to find out that a function of JavaScript, which has a signature, is none
 *   of WebAssembly's. What wraps such a function is compiled once for each signature.
 * - That function is read first to be left for later, and then to be compiled, which is at once: in
 *   parentheses, it is compiled when it is met.
 * @type {{[file: string]: [was: RegExp, is: string][]}}
 */
const ADAPTED = {
  'pyodide.mjs': [
    [/`https:\/\/cdn\.jsdelivr\.net\/pyodide\/v\$\{\w+\}\/full\/`/, '"site:/"'],
    OLD_KIND,
  ],
  'pyodide.asm.mjs': [
    OLD_KIND,
    [/^async function _createPyodideModule\(/, 'const _createPyodideModule=(async function('],
    [/;return moduleRtn\}export default/, ';return moduleRtn});export default'],
    [
      /try\{var node=FS\.lookupNode\(dir,name\);return 20\}catch\(e\)\{\}/,
      'if(!dir.contents||Object.hasOwn(dir.contents,name))$&',
    ],
    [
      /try\{current=FS\.lookupNode\(current,parts\[i\]\)\}catch\(e\)\{if\(e\?\.errno===44&&islast&&opts\.noent_okay\)/,
      'if(islast&&opts.noent_okay&&FS.isDir(current.mode)&&current.contents&&!Object.hasOwn(current.contents,parts[i]))return{path:current_path};$&',
    ],
    [/try\{FS\.mkdir\(d,mode\)\}catch/, 'if(!d.split("/").reduce((at,name)=>name?at?.contents?.[name]:at,FS.root))$&'],
    [/try\{setWasmTableEntry\(ret,func\)\}catch/, 'if(sig)setWasmTableEntry(ret,convertJsFunctionToWasm(func,sig));else $&'],
    [/(var \w+)=new Int32Array\(new WebAssembly\.Memory\(\{shared:!0,initial:1,maximum:1\}\)\.buffer\);/, '$1;'],
    [/Atomics\.wait\((\w+),0,0,t\)/, 'Atomics.wait($1??=new Int32Array(new WebAssembly.Memory({shared:!0,initial:1,maximum:1}).buffer),0,0,t)'],
    [/var convertJsFunctionToWasm=/, 'var wrappersBySig={};$&'],
    [/var module=new WebAssembly\.Module\(bytes\);var instance=/, 'var module=wrappersBySig[sig]??=new WebAssembly.Module(bytes);var instance='],
  ],
};
/** @type {esbuild.Plugin} */
const adaptedPyodide = {
  name: 'adapted-pyodide',
  setup(build) {
    build.onLoad({ filter: /pyodide[\\/]pyodide(\.asm)?\.mjs$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [was, is] of ADAPTED[basename(path)]) {
        if (!was.test(contents)) throw new Error(`${basename(path)} no longer has, as expected: ${was.source}`);
        contents = contents.replace(was, is);
      }
      return { contents, loader: 'js' };
    });
  },
};

/**
 * What the schemas say for readers is not sent along.
 * @type {esbuild.Plugin}
 */
const withoutDescriptions = {
  name: 'without-descriptions',
  setup(build) {
    build.onLoad({ filter: /shared[\\/](protocol|kept)\.json$/ }, async ({ path }) => {
      const schema = JSON.parse(await readFile(path, 'utf8'), (key, value) => (key === 'description' ? undefined : value));
      return { contents: JSON.stringify(schema), loader: 'json' };
    });
  },
};

/**
 * What is said of a view is said of its likeness too, which stands under a class (lab-still.mjs).
 * @type {esbuild.Plugin}
 */
const likenesses = {
  name: 'likenesses',
  setup(build) {
    build.onLoad({ filter: /styles[\\/][\w-]+\.css$/ }, async ({ path }) => {
      const text = (await readFile(path, 'utf8')).replace(/\/\*.*?\*\//gs, '');
      const doubled = (/** @type {string} */ selector) => {
        const likeness = selector.replace(VIEW, '.as-$&');
        return likeness === selector ? [selector] : [selector, likeness];
      };
      const contents = text.replace(/[^{};]+(?=\{)/g, (rule) => (rule.includes('@') ? rule : rule.split(',').flatMap(doubled).join(',')));
      return { contents, loader: 'css' };
    });
  },
};

/**
 * The names that the language knows are not offered; what would offer them comes with ours, later.
 * @type {esbuild.Plugin}
 */
const languageAlone = {
  name: 'language-alone',
  setup(build) {
    build.onResolve({ filter: /^@codemirror\/autocomplete$/ }, ({ importer, path }) => (/lang-python/.test(importer) ? { path, namespace: 'unused' } : undefined));
    build.onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'export let completeFromList, ifNotIn, snippetCompletion;' }));
  },
};

/** @param {esbuild.BuildOptions} options */
async function bundleText(options) {
  const result = await esbuild.build({
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  return /** @type {esbuild.OutputFile[]} */ (result.outputFiles)[0].text;
}

async function workerScript() {
  const lock = JSON.parse(await readFile(join(PYODIDE, 'pyodide-lock.json'), 'utf8'));
  return bundleText({
    entryPoints: [join(WEB, 'sandbox/worker.js')],
    external: ['node:*', 'ws'],
    loader: { '.py': 'text' },
    plugins: [adaptedPyodide],
    define: {
      'import.meta.url': '"site:/python/worker.js"',
      PYODIDE_LOCK: JSON.stringify(JSON.stringify({ info: lock.info, packages: {} })),
    },
  });
}

/** The sandboxed frame's document, and the hash by which both policies allow its script. */
async function frameDocument() {
  const script = (await bundleText({ entryPoints: [join(WEB, 'sandbox/frame.js')] })).trim();
  const hash = `'sha256-${sha256(script, 'base64')}'`;
  const policy = `default-src 'none'; script-src ${hash} 'wasm-unsafe-eval'; worker-src blob:`;
  const document =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<title>Python</title><script>${script}</script>`;
  return { document, hash };
}

/** The script in each page that mends its loading. */
async function loaderScript() {
  const text = (await bundleText({ entryPoints: [join(WEB, 'app/loader.js')] })).trim();
  return { hash: `'sha256-${sha256(text, 'base64')}'`, element: `<script>${text}</script>` };
}

/** The script in the Lab's page that fits its still. */
async function stillScript() {
  const text = (
    await bundleText({
      entryPoints: [join(WEB, 'tools/still-fit.mjs')],
      alias: { lit: join(WEB, 'tools/lit-as-data.mjs') },
      define: { 'customElements.define': 'Object' }, // its views are the page's, later
    })
  ).trim();
  return { hash: `'sha256-${sha256(text, 'base64')}'`, element: `<script>${text}</script>` };
}

/** @param {string[]} hashes  of the scripts in the page, and in its frame */
const pagePolicy = (hashes) =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(' ')}`,
    "worker-src 'self' blob:",
    "connect-src 'self'",
    `style-src 'self' 'nonce-${STYLE_NONCE}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED.join(' ')}`,
  ].join('; ');

/** What nothing of the site uses. */
const UNUSED = ['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb'];

/** For hosts that read it. Not who may frame a page: a course is shown inside others' pages. @param {string} policy */
const hostHeaders = (policy) => `/*
  Content-Security-Policy: ${policy}
  Permissions-Policy: ${UNUSED.map((name) => `${name}=()`).join(', ')}
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
`;

/** For a wheel the hash is its build number: pip takes no other addition. @param {string} name  @param {string} hash */
function namedByContent(name, hash) {
  const wheel = /^([^-]+-[^-]+)-(.+\.whl)$/.exec(name);
  return wheel ? `${wheel[1]}-0_${hash}-${wheel[2]}` : name.replace(/(?=\.)|$/, `-${hash}`);
}

/**
 * Write a file under a name that changes with its content.
 * @param {string} dist
 * @param {string} name
 * @param {Uint8Array | string} content
 * @returns {Promise<SiteFile>}
 */
async function place(dist, name, content) {
  const bytes = Buffer.from(content);
  const hash = sha256(bytes, 'hex');
  const path = `assets/${namedByContent(name, hash.slice(0, 8))}`;
  await writeFile(join(dist, path), bytes);
  const sent = GZIPPED.test(name) ? gzipSync(bytes).length : bytes.length;
  return { path, name, size: bytes.length, sent, sha256: hash };
}

/** What the page checks of the snapshot that it keeps unpacked. @param {Uint8Array} packed */
function unpackedFacts(packed) {
  const bytes = gunzipSync(packed);
  return { size: bytes.length, sha256: sha256(bytes, 'hex') };
}

/**
 * @param {string} dist
 * @param {Parts} parts
 * @param {string} frame
 * @returns {Promise<import('../shared/frame-protocol.js').PythonSite>}
 */
async function placePython(dist, parts, frame) {
  /** @param {string} path  @param {string} [name] */
  const copy = async (path, name = basename(path)) => place(dist, name, await readFile(path));
  return {
    frame,
    files: {
      worker: await place(dist, 'worker.js', await workerScript()),
      wasm: await copy(join(PYODIDE, 'pyodide.asm.wasm'), 'python.wasm'),
      stdlib: await copy(join(PYODIDE, 'python_stdlib.zip')),
      snapshot: { ...(await copy(parts.snapshot, 'snapshot.gz')), unpacked: unpackedFacts(await readFile(parts.snapshot)) },
      engine: await copy(parts.engine),
      classroom: await copy(parts.classroom),
      micropip: await copy(parts.micropip),
    },
    wheels: await Promise.all(parts.wheels.map((wheel) => copy(wheel))),
  };
}

/**
 * The scripts and style sheets that a page names: what is bundled begins with these.
 * @param {string} page
 */
const entriesOf = (page) => Array.from(page.matchAll(ENTRY), ([, path]) => path);

/**
 * @param {string} dist
 * @param {string[]} entries
 * @param {import('../shared/frame-protocol.js').PythonSite} python
 * @returns {Promise<Made>}
 */
async function bundleApp(dist, entries, python) {
  const { metafile } = await esbuild.build({
    absWorkingDir: WEB,
    entryPoints: [...new Set(entries)],
    outdir: join(dist, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'linked',
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.svg': 'file', '.py': 'text', '.md': 'text' },
    plugins: [withoutDescriptions, likenesses, languageAlone],
    define: { PYTHON_SITE: JSON.stringify(python) },
    logLevel: 'warning',
    metafile: true,
  });
  const { outputs } = metafile;
  const made = new Map();
  const placed = (/** @type {string} */ path) => relative(dist, resolve(WEB, path));
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (!entryPoint) continue;
    const chunks = chunksOf(path, metafile);
    const first = entryPoint === STARTER ? outputs[path].imports.filter(({ kind }) => kind === 'dynamic-import') : [];
    const next = first.flatMap(({ path: script }) => [script, ...chunksOf(script, metafile)]);
    const later = chunksOf(path, metafile, [...AT_ONCE, 'dynamic-import']);
    const lists = [chunks, next, later].map((list, k, all) => list.filter((script) => !all.slice(0, k).flat().includes(script)).map(placed));
    made.set(entryPoint, { path: placed(path), chunks: lists[0], next: lists[1], later: lists[2] });
  }
  return made;
}

/**
 * What a script imports, and what that imports.
 * @param {string} path
 * @param {esbuild.Metafile} metafile
 * @param {string[]} [kinds]
 */
function chunksOf(path, { outputs }, kinds = AT_ONCE) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const waiting = [path]; waiting.length > 0; ) {
    const { imports } = outputs[/** @type {string} */ (waiting.pop())];
    for (const { path, kind, external } of imports) {
      if (external || found.has(path) || !kinds.includes(kind)) continue;
      found.add(path);
      waiting.push(path);
    }
  }
  return [...found];
}

/**
 * A page: its policy first, then what Python needs where it starts at once, then its own links.
 * @param {string} page
 * @param {Made} made
 * @param {{python: import('../shared/frame-protocol.js').PythonSite, policy: string, loader: string, opening: string, still: string, fitting: string, fonts: string[]}} parts
 */
function finished(page, made, { python, policy, loader, opening, still, fitting, fonts }) {
  const { wasm, worker } = python.files; // the snapshot is kept unpacked after the first visit
  const entries = entriesOf(page).flatMap((entry) => made.get(entry) ?? []);
  const each = (/** @type {'chunks' | 'next' | 'later'} */ kind) => [...new Set(entries.flatMap((entry) => entry[kind]))];
  const head = [
    CHARSET,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    loader,
    ...each('chunks').map((path) => `<link rel="modulepreload" href="${path}">`),
    // Fetched, but not read yet: that would hold up the first script, and Python with it.
    ...each('next').map((path) => `<link rel="preload" as="script" crossorigin href="${path}">`),
    ...each('later').map((path) => `<link rel="later" href="${path}">`), // for app/loader.js: no browser fetches these
    ...(page.includes(STARTER) ? [worker, wasm] : []).map(({ path }) => `<link rel="preload" as="fetch" href="${path}">`), // as app/preloaded.js asks
    ...(page.includes(STILL) ? fonts : []).map((path) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${path}">`), // it is text from the first paint on
    '<link rel="icon" href="icon.svg" type="image/svg+xml">',
    '<link rel="manifest" href="site.webmanifest">',
  ];
  const linked = page.replace(ENTRY, (_, entry) => `"${made.get(entry)?.path}"`);
  if (!linked.includes(CHARSET)) throw new Error(`a page lacks ${CHARSET}, after which its policy goes`);
  const opened = OPENING.replace('><', () => `>${opening}<`) + (still && fitting);
  return linked.replace(CHARSET, () => head.join('\n    ')).replace(OPENING, () => opened).replace(STILL, () => still);
}

/**
 * The Lab as it opens, as markup, and what Python found of it, with what is drawn already. Its views import what only a bundler can.
 * @param {string} opening  a file
 * @param {string} tool  where it is put together
 */
async function openedLab(opening, tool) {
  await esbuild.build({
    entryPoints: [join(WEB, 'tools/lab-still.mjs')],
    outfile: tool,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    loader: { '.py': 'text', '.md': 'text' },
    banner: { js: STANDING_IN },
  });
  const { drawLab, withPlaces } = await import(pathToFileURL(tool).href);
  const found = JSON.parse(await readFile(opening, 'utf8'));
  return { still: drawLab(found), opening: dataBlock(withPlaces(found)) };
}

/** Text of a script element that is data: it must not end the element. @param {unknown} data */
const dataBlock = (data) => JSON.stringify(data).replaceAll('<', '\\u003c');

async function main() {
  const [dist, partsFile] = process.argv.slice(2).map((path) => resolve(path));
  const beside = dirname(partsFile);
  /** @type {Parts} */
  const parts = JSON.parse(await readFile(partsFile, 'utf8'));
  await rm(dist, { recursive: true, force: true });
  await mkdir(join(dist, 'assets'), { recursive: true });

  const frame = await frameDocument();
  const python = await placePython(dist, parts, frame.document);
  await writeFile(join(beside, 'python-site.json'), JSON.stringify(python));

  const names = (await readdir(WEB)).filter((name) => name.endsWith('.html'));
  const written = await Promise.all(names.map((name) => readFile(join(WEB, name), 'utf8')));
  const pages = written.map((page) => page.replace('</body>', NOTICE));
  const made = await bundleApp(dist, pages.flatMap(entriesOf), python);
  const fonts = (await readdir(join(dist, 'assets'))).filter((name) => TEXT_FONT.test(name)).map((name) => `assets/${name}`);
  const loader = await loaderScript();
  const fitting = await stillScript();
  const policy = pagePolicy([loader.hash, fitting.hash, frame.hash]);
  await writeFile(join(dist, '_headers'), hostHeaders(policy));
  const { opening, still } = parts.opening ? await openedLab(parts.opening, join(beside, 'lab-still.mjs')) : { opening: '', still: '' };
  for (const [i, name] of names.entries()) {
    const folder = pages[i].includes(PLACE) ? beside : dist;
    await writeFile(join(folder, name), finished(pages[i], made, { python, policy, loader: loader.element, opening, still, fitting: fitting.element, fonts }));
  }
}

await main();
