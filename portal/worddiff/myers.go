package worddiff

// match is a run of n equal elements: a[i:i+n] == b[j:j+n].
type match struct{ i, j, n int }

// matcher finds a common subsequence with Myers' linear-space algorithm
// ("An O(ND) Difference Algorithm", 1986, section 4b). Where two ranges differ
// in more than maxCost places it stops looking for the best split and takes the
// furthest point reached, so work is bounded by about N×maxCost.
type matcher struct {
	a, b    []int32
	maxCost int
	forward []int32 // furthest x on each diagonal, offset by len(b)+1
	back    []int32
	found   []match
}

const defaultCost = 256

func matches(a, b []int32, maxCost int) []match {
	size := len(a) + len(b) + 3
	m := &matcher{a: a, b: b, maxCost: maxCost, forward: make([]int32, size), back: make([]int32, size)}
	m.run(0, len(a), 0, len(b))
	return m.found
}

func (m *matcher) add(i, j, n int) {
	if n == 0 {
		return
	}
	if last := len(m.found) - 1; last >= 0 {
		if f := m.found[last]; f.i+f.n == i && f.j+f.n == j {
			m.found[last].n += n
			return
		}
	}
	m.found = append(m.found, match{i, j, n})
}

// run matches a[i:iEnd] with b[j:jEnd]. It recurses into the smaller half and
// loops on the rest in order, so the stack stays shallow for balanced splits.
func (m *matcher) run(i, iEnd, j, jEnd int) {
	for {
		head := 0
		for i+head < iEnd && j+head < jEnd && m.a[i+head] == m.b[j+head] {
			head++
		}
		m.add(i, j, head)
		i, j = i+head, j+head
		tail := 0
		for iEnd-tail > i && jEnd-tail > j && m.a[iEnd-tail-1] == m.b[jEnd-tail-1] {
			tail++
		}
		iEnd, jEnd = iEnd-tail, jEnd-tail
		if i == iEnd || j == jEnd {
			m.add(iEnd, jEnd, tail)
			return
		}
		x, y := m.split(i, iEnd, j, jEnd)
		if x == i && y == j || x == iEnd && y == jEnd {
			m.add(iEnd, jEnd, tail) // nothing in common was found
			return
		}
		m.run(i, x, j, y)
		if tail == 0 {
			i, j = x, y
			continue
		}
		m.run(x, iEnd, y, jEnd)
		m.add(iEnd, jEnd, tail)
		return
	}
}

// split finds a point on a shortest path through the range, or a good point
// when the path costs more than maxCost.
func (m *matcher) split(i, iEnd, j, jEnd int) (int, int) {
	off := len(m.b) + 1
	low, high := i-jEnd, iEnd-j // the diagonals of the range: x − y
	start, end := i-j, iEnd-jEnd
	odd := (start-end)&1 != 0
	fMin, fMax, bMin, bMax := start, start, end, end
	m.forward[off+start], m.back[off+end] = int32(i), int32(iEnd)
	for cost := 1; ; cost++ {
		fMin, fMax = widen(m.forward, off, fMin, fMax, low, high, -1)
		for k := fMax; k >= fMin; k -= 2 {
			x := max(int(m.forward[off+k-1])+1, int(m.forward[off+k+1]))
			for x < iEnd && x-k < jEnd && m.a[x] == m.b[x-k] {
				x++
			}
			m.forward[off+k] = int32(x)
			if odd && bMin <= k && k <= bMax && int(m.back[off+k]) <= x {
				return x, x - k
			}
		}
		bMin, bMax = widen(m.back, off, bMin, bMax, low, high, 1<<30)
		for k := bMax; k >= bMin; k -= 2 {
			x := min(int(m.back[off+k-1]), int(m.back[off+k+1])-1)
			for x > i && x-k > j && m.a[x-1] == m.b[x-k-1] {
				x--
			}
			m.back[off+k] = int32(x)
			if !odd && fMin <= k && k <= fMax && x <= int(m.forward[off+k]) {
				return x, x - k
			}
		}
		if cost >= m.maxCost {
			return m.furthest(off, i, iEnd, j, jEnd, fMin, fMax, bMin, bMax)
		}
	}
}

// widen opens one more diagonal on each side, or closes one where the range
// ends, and marks the diagonals beyond as unreachable.
func widen(v []int32, off, lo, hi, low, high int, unreachable int32) (int, int) {
	if lo > low {
		lo--
		v[off+lo-1] = unreachable
	} else {
		lo++
	}
	if hi < high {
		hi++
		v[off+hi+1] = unreachable
	} else {
		hi--
	}
	return lo, hi
}

// furthest picks the diagonal on which most was consumed, from either end.
func (m *matcher) furthest(off, i, iEnd, j, jEnd, fMin, fMax, bMin, bMax int) (int, int) {
	bestF, fx, fy := -1, i, j
	for k := fMin; k <= fMax; k += 2 {
		x := min(int(m.forward[off+k]), iEnd)
		y := x - k
		if y > jEnd {
			x, y = jEnd+k, jEnd
		}
		if x >= i && y >= j && x+y > bestF {
			bestF, fx, fy = x+y, x, y
		}
	}
	bestB, bx, by := 1<<62, iEnd, jEnd
	for k := bMin; k <= bMax; k += 2 {
		x := max(int(m.back[off+k]), i)
		y := x - k
		if y < j {
			x, y = j+k, j
		}
		if x <= iEnd && y <= jEnd && x+y < bestB {
			bestB, bx, by = x+y, x, y
		}
	}
	if iEnd+jEnd-bestB < bestF-(i+j) {
		return fx, fy
	}
	return bx, by
}
