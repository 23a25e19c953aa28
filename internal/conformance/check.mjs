// Reads a job from standard input, writes what the validators found to standard
// output. Nothing is fetched: of the JSON-LD contexts that are not in the document,
// that of schema.org is stood for by its vocabulary, and every other one fails.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Parser, Store, Writer } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { JsonLdParser } from 'jsonld-streaming-parser';
import Validator from 'rdf-validate-shacl';
import { shacl } from './shapes.mjs';

const job = JSON.parse(readFileSync(0, 'utf8'));

async function streamed(parser, text) {
  const quads = [];
  await new Promise((resolve, reject) => {
    Readable.from([text]).pipe(parser).on('data', (q) => quads.push(q)).on('error', reject).on('end', resolve);
  });
  return quads;
}

const contexts = {
  load(url) {
    if (url === 'https://schema.org/') return Promise.resolve({ '@context': { '@vocab': 'https://schema.org/' } });
    return Promise.reject(new Error(`would fetch ${url}`));
  },
};

function parse({ type, text }) {
  switch (type) {
    case 'text/turtle': return Promise.resolve(new Parser({ format: 'text/turtle' }).parse(text));
    case 'text/n3': return Promise.resolve(new Parser({ format: 'text/n3' }).parse(text));
    case 'application/rdf+xml': return streamed(new RdfXmlParser({ strict: true }), text);
    case 'application/ld+json': return streamed(new JsonLdParser({ baseIRI: 'https://document.example/', documentLoader: contexts, strictValues: true }), text);
  }
  throw new Error(`no parser for ${type}`);
}

async function graph(document) {
  const out = { name: document.name, statements: [], faults: [] };
  try {
    const quads = await parse(document);
    const writer = new Writer({ format: 'N-Triples' });
    out.statements = quads.map((q) => writer.quadToString(q.subject, q.predicate, q.object)).sort();
    if (!document.shapes) return out;
    const report = await validators[document.shapes].validate(new Store(quads));
    for (const r of report.results) {
      out.faults.push({ severity: r.severity.value.split('#')[1], focus: r.focusNode.value, path: r.path?.value ?? '', rule: r.sourceConstraintComponent.value.split('#')[1], value: r.value?.value ?? '' });
    }
  } catch (e) {
    out.faults.push({ severity: 'Unreadable', focus: '', path: '', rule: String(e.message ?? e), value: '' });
  }
  return out;
}

async function dataPackage({ name, text }) {
  const { Package } = await import('datapackage');
  const found = { name, statements: [], faults: [] };
  try {
    const p = await Package.load(JSON.parse(text), { strict: false });
    for (const e of p.errors) found.faults.push({ severity: 'Violation', focus: '', path: '', rule: e.message, value: '' });
    for (const r of p.resources) {
      // Not r.tabular: without strictness that goes by the file's format.
      const table = r.descriptor.profile === 'tabular-data-resource';
      found.statements.push(`${r.name} ${table ? 'table' : 'file'} ${r.remote ? 'remote' : 'local'} ${table ? r.schema.fields.map((f) => f.type).join(' ') : ''}`.trim());
      for (const e of r.errors) found.faults.push({ severity: 'Violation', focus: r.name, path: '', rule: e.message, value: '' });
      if (table) for (const e of r.schema.errors) found.faults.push({ severity: 'Violation', focus: r.name, path: 'schema', rule: e.message, value: '' });
    }
  } catch (e) {
    found.faults.push({ severity: 'Unreadable', focus: '', path: '', rule: String(e.message ?? e), value: '' });
  }
  return found;
}

const validators = {};
for (const [name, text] of Object.entries(job.shapes)) validators[name] = new Validator(new Store(new Parser().parse(shacl(text))));
const out = [];
for (const d of job.documents) out.push(d.type === 'datapackage' ? await dataPackage(d) : await graph(d));
process.stdout.write(JSON.stringify({ documents: out }));
