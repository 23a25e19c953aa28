// Package ndjson is the file in which a history travels: one event a line, a JSON object
// each, by ascending position. Any program can write it, so it is the way in from an
// EventStoreDB, and out to one.
//
//	{"position":4711,"stream":"orders-1","revision":17,"id":"…","type":"OrderPlaced",
//	 "created":"2019-03-04T12:00:00.1234567Z","content_type":"application/json",
//	 "data_base64":"e30=","metadata_base64":""}
//
// It promises that what Write wrote Read gives back exactly, and that a file which is
// out of order or out of shape is refused with the number of the line. It knows no log;
// whether a log can keep an event is for the log to say.
package ndjson
