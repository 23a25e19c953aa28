// Package oaipmh speaks version 2.0 of the Open Archives Initiative's protocol for
// harvesting metadata: it reads requests, keeps a harvest's state in its resumption
// tokens, and writes answers.
//
// It promises that every request is answered as the protocol says, errors included;
// that a token carries the position of the log at which the harvest began, so that a
// harvest of any length sees one state; that what was public once keeps its record
// for ever, as deleted when it is gone; and XML that its schemas accept.
//
// It holds no records and asks nobody: the surface brings them. What deviates is in
// opendata/CONFORMANCE.md.
package oaipmh
