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

// A page of rows without the table: what the surface itself costs.
func BenchmarkRowsPage(b *testing.B) {
	s := server(b, newFake())
	for b.Loop() {
		if w := ask(s, "/rows", map[string]string{"where": "dan_so > 1", "order": "ten"}); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

// A reader who has the rows already.
func BenchmarkRowsUnchanged(b *testing.B) {
	s := server(b, newFake())
	tag := ask(s, "/rows", nil).Header().Get("ETag")
	for b.Loop() {
		if w := ask(s, "/rows", nil, "If-None-Match", tag); w.Code != 304 {
			b.Fatal(w.Code)
		}
	}
}
