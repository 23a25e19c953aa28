// Package api is the surface for programs: everything that can be read by anybody
// and everything that staff can do, as JSON over HTTP, described by one OpenAPI
// 3.1 document. One file per resource; each operation is a literal beside the
// structs of its request and answer.
//
// Promises: what is public needs no credentials and no cookie is ever read; every
// refusal is a problem of RFC 9457 with a stable code (see /api/problems/<code>);
// input that the document does not describe is refused by name, never ignored; an
// answer carries the position of the log that it reflects; a command that is sent
// again with the same Idempotency-Key is carried out once.
//
// It decides nothing: rights and rules are checked in commands and queries. It
// knows no engine, no event store and no page.
//
// The error model of huma is a global of that library; this package sets it, so a
// process has one such API.
package api
