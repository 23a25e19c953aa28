package verify

import (
	"crypto/sha256"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

const size = tlog.HashSize

// perfect is the root of a whole subtree: 1, 2, 4, … 256 hashes in a row.
func perfect(hashes []byte) tlog.Hash {
	n := len(hashes) / size
	if n == 1 {
		return tlog.Hash(hashes)
	}
	var buf [256 * size]byte
	work := buf[:copy(buf[:], hashes)]
	var node [1 + 2*size]byte
	node[0] = 1 // RFC 6962 section 2.1
	for ; n > 1; n /= 2 {
		for i := range n / 2 {
			copy(node[1:], work[2*i*size:2*(i+1)*size])
			sum := sha256.Sum256(node[:])
			copy(work[i*size:], sum[:])
		}
	}
	return tlog.Hash(work[:size])
}

// rootOf a tree from the hashes at its right edge: rows[l] are the ones of level l
// (of tiles) that no tile above covers, fewer than 256.
func rootOf(rows [][]byte) tlog.Hash {
	var peaks []tlog.Hash // from the left
	for l := len(rows) - 1; l >= 0; l-- {
		for row := rows[l]; len(row) > 0; {
			n := 1 << (bits.Len(uint(len(row)/size)) - 1) * size
			peaks = append(peaks, perfect(row[:n]))
			row = row[n:]
		}
	}
	if len(peaks) == 0 {
		return sha256.Sum256(nil)
	}
	root := peaks[len(peaks)-1]
	for i := len(peaks) - 2; i >= 0; i-- {
		root = tlog.NodeHash(peaks[i], root)
	}
	return root
}
