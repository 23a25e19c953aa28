// Turns a list of constraints (shapes/*.txt) into SHACL shapes. What is mandatory or
// of the wrong kind is a violation; what is recommended and missing is a warning.

const SH = 'http://www.w3.org/ns/shacl#';

export function shacl(text) {
  const prefixes = {};
  const iri = (name) => {
    const [prefix, local] = name.split(':');
    if (!(prefix in prefixes)) throw new Error(`no prefix ${prefix}`);
    return `<${prefixes[prefix]}${local}>`;
  };
  const out = [];
  let shape = null;
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '' || words[0].startsWith('#')) continue;
    if (words[0] === 'prefix') {
      prefixes[words[1]] = words[2];
    } else if (words[0] === 'class') {
      shape = `<urn:shape:${words[1]}>`;
      out.push(`${shape} a <${SH}NodeShape> ; <${SH}targetClass> ${iri(words[1])} .`);
    } else if (words.length === 3 && shape) {
      for (const p of constraints(iri(words[0]), words[1], words[2], iri)) out.push(`${shape} <${SH}property> [ ${p} ] .`);
    } else {
      throw new Error(`not understood: ${line}`);
    }
  }
  return out.join('\n');
}

function* constraints(path, often, kind, iri) {
  const [, recommended, min, max] = /^(\??)([01])\.\.([1*])$/.exec(often) ?? [];
  if (min === undefined) throw new Error(`not understood: ${often}`);
  const on = `<${SH}path> ${path}`;
  if (min === '1') yield `${on} ; <${SH}minCount> 1 ; <${SH}severity> <${SH}${recommended ? 'Warning' : 'Violation'}>`;
  if (max === '1') yield `${on} ; <${SH}maxCount> 1`;
  if (kind === 'literal') yield `${on} ; <${SH}nodeKind> <${SH}Literal>`;
  else if (kind === 'node') yield `${on} ; <${SH}nodeKind> <${SH}BlankNodeOrIRI>`;
  else if (kind === 'date') {
    const one = ['date', 'dateTime', 'gYear', 'gYearMonth'].map((t) => `[ <${SH}datatype> ${iri('xsd:' + t)} ]`);
    yield `${on} ; <${SH}or> ( ${one.join(' ')} )`;
  } else if (kind.startsWith('xsd:')) yield `${on} ; <${SH}datatype> ${iri(kind)}`;
  else yield `${on} ; <${SH}class> ${iri(kind)} ; <${SH}nodeKind> <${SH}BlankNodeOrIRI>`;
}
