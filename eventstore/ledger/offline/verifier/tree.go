package main

import "crypto/sha256"

// RFC 6962 section 2.1.
func leafHash(leaf []byte) [32]byte { return sha256.Sum256(append([]byte{0}, leaf...)) }

func nodeHash(left, right [32]byte) [32]byte {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// tree grows leaf by leaf. It keeps the roots of the whole subtrees that its size is
// made of, the largest first, and hands over the nodes that tiles hold.
type tree struct {
	size  uint64
	peaks []peak
	node  func(level int, hash [32]byte) error // gets every node at a height of 8 × level
}

type peak struct {
	height int
	hash   [32]byte
}

func (t *tree) add(hash [32]byte) error {
	t.size++
	p := peak{0, hash}
	err := t.node(0, hash)
	for n := len(t.peaks); n > 0 && t.peaks[n-1].height == p.height; n-- {
		p = peak{p.height + 1, nodeHash(t.peaks[n-1].hash, p.hash)}
		t.peaks = t.peaks[:n-1]
		if p.height%8 == 0 && err == nil {
			err = t.node(p.height/8, p.hash)
		}
	}
	t.peaks = append(t.peaks, p)
	return err
}

func (t *tree) root() [32]byte {
	n := len(t.peaks)
	if n == 0 {
		return sha256.Sum256(nil)
	}
	hash := t.peaks[n-1].hash
	for i := n - 2; i >= 0; i-- {
		hash = nodeHash(t.peaks[i].hash, hash)
	}
	return hash
}

// leads follows an audit path from a leaf to the root of a tree (RFC 9162 section
// 2.1.3.2).
func leads(hash [32]byte, index, size uint64, path [][32]byte, root [32]byte) bool {
	if index >= size {
		return false
	}
	fn, sn := index, size-1
	for _, p := range path {
		switch {
		case sn == 0:
			return false
		case fn&1 == 1 || fn == sn:
			hash = nodeHash(p, hash)
			for ; fn&1 == 0 && fn != 0; fn, sn = fn>>1, sn>>1 {
			}
		default:
			hash = nodeHash(hash, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && hash == root
}
