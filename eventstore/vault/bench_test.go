package vault_test

import (
	"fmt"
	"sync"
	"testing"
)

// BenchmarkNewSubjects seals one value for each of 1,000 people: one after the
// other, each with a commit of its own; 64 at once, who share commits; and after
// Prepare, which makes all keys in one.
func BenchmarkNewSubjects(b *testing.B) {
	const people = 1000
	for name, run := range map[string]func(b *testing.B, seal func(i int), prepare func()){
		"serial": func(_ *testing.B, seal func(int), _ func()) {
			for i := range people {
				seal(i)
			}
		},
		"64 at once": func(_ *testing.B, seal func(int), _ func()) {
			var all sync.WaitGroup
			for g := range 64 {
				all.Go(func() {
					for i := g; i < people; i += 64 {
						seal(i)
					}
				})
			}
			all.Wait()
		},
		"prepared": func(_ *testing.B, seal func(int), prepare func()) {
			prepare()
			for i := range people {
				seal(i)
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			v, _ := fresh(b)
			round := 0
			for b.Loop() {
				round++
				id := func(i int) string { return fmt.Sprintf("%d-%d", round, i) }
				run(b, func(i int) {
					if _, err := v.Seal(id(i), "account.registered", "name", []byte("Nguyễn Thị Lan")); err != nil {
						b.Error(err)
					}
				}, func() {
					ids := make([]string, people)
					for i := range ids {
						ids[i] = id(i)
					}
					if err := v.Prepare(b.Context(), ids...); err != nil {
						b.Error(err)
					}
				})
			}
			b.ReportMetric(float64(people*b.N)/b.Elapsed().Seconds(), "people/s")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	v, _ := fresh(b)
	sealed := seal(b, v, lan, "Nguyễn Thị Lan")
	for b.Loop() {
		if _, err := opens(v, lan, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenUncached is a rebuild: every value is another person's.
func BenchmarkOpenUncached(b *testing.B) {
	v, _ := fresh(b)
	const people = 20_000 // more than are kept in memory
	ids, values := make([]string, people), make([][]byte, people)
	for i := range ids {
		ids[i] = fmt.Sprintf("subject-%d", i)
	}
	if err := v.Prepare(b.Context(), ids...); err != nil {
		b.Fatal(err)
	}
	for i, id := range ids {
		values[i] = seal(b, v, id, "x")
	}
	i := 0
	for b.Loop() {
		if _, err := opens(v, ids[i%people], values[i%people]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkDestroy(b *testing.B) {
	v, _ := fresh(b)
	i := 0
	for b.Loop() {
		id := fmt.Sprintf("subject-%d", i)
		seal(b, v, id, "x")
		if _, err := v.Destroy(b.Context(), id); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
