package bleve

import (
	"slices"

	"minhbach/projections/search"
)

// ranking keeps the first so many of the hits that it is offered: a heap with the
// last of them on top.
type ranking struct {
	run    *run
	order  search.Order
	titles [][]string
	want   int
	heap   []hit
}

func (k *ranking) offer(h hit) {
	switch {
	case k.want == 0:
	case len(k.heap) < k.want:
		k.heap = append(k.heap, h)
		for i := len(k.heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if k.compare(k.heap[i], k.heap[parent]) <= 0 {
				break
			}
			k.heap[i], k.heap[parent] = k.heap[parent], k.heap[i]
			i = parent
		}
	case k.compare(h, k.heap[0]) < 0:
		k.heap[0] = h
		for i := 0; ; {
			last := i
			for child := 2*i + 1; child <= 2*i+2 && child < len(k.heap); child++ {
				if k.compare(k.heap[child], k.heap[last]) > 0 {
					last = child
				}
			}
			if last == i {
				break
			}
			k.heap[i], k.heap[last] = k.heap[last], k.heap[i]
			i = last
		}
	}
}

func (k *ranking) sorted() []hit {
	slices.SortFunc(k.heap, k.compare)
	return k.heap
}
