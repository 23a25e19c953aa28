package api

import "testing"

// What a request costs beside its query: routing, validation, tag, limit.
func BenchmarkListPublications(b *testing.B) {
	s := server(b, newFake())
	b.ReportAllocs()
	for b.Loop() {
		if w := call(s, "GET", prefix+"/publications?agency=kesach&limit=20", ""); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

// What starting costs: registering, the documents, their compression.
func BenchmarkNew(b *testing.B) {
	f := newFake()
	for b.Loop() {
		server(b, f)
	}
}
