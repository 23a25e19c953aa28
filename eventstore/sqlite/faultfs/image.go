package faultfs

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// inode is a file apart from its name.
type inode struct {
	synced  []byte
	pending []change // since the last sync, in order
}

// change is a write, or the cutting off of everything behind off.
type change struct {
	off  int64
	data []byte
	cut  bool
}

func (n *inode) pend(c change) {
	c.data = slices.Clone(c.data)
	n.pending = append(n.pending, c)
}

func (n *inode) settle() {
	for _, c := range n.pending {
		n.synced = c.apply(n.synced)
	}
	n.pending = nil
}

func (c change) apply(to []byte) []byte {
	if c.cut {
		return to[:min(int64(len(to)), c.off)]
	}
	to = longer(to, c.off+int64(len(c.data)))
	copy(to[c.off:], c.data)
	return to
}

// longer fills with zeros, as a file with a hole reads.
func longer(b []byte, size int64) []byte {
	if more := size - int64(len(b)); more > 0 {
		b = append(b, make([]byte, more)...)
	}
	return b
}

// settle makes the names in a directory last.
func (d *Disk) settle(dir string) {
	for path := range d.kept {
		if filepath.Dir(path) == dir && d.live[path] == nil {
			delete(d.kept, path)
		}
	}
	for path, n := range d.live {
		if filepath.Dir(path) == dir {
			d.kept[path] = n
		}
	}
}

// CutAt takes the power away during the n-th change from now.
func (d *Disk) CutAt(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cutAt = d.changes + n
}

// Cut takes the power away now, unless it is away already.
func (d *Disk) Cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
}

// Off tells that the power is away.
func (d *Disk) Off() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off
}

// Image writes into a new directory what a disk with sectors of so many bytes may
// hold after the cut.
func (d *Disk) Image(to string, random *rand.Rand, sector int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	paths := map[string]bool{}
	for path := range d.live {
		paths[path] = true
	}
	for path := range d.kept {
		paths[path] = true
	}
	sorted := make([]string, 0, len(paths))
	for path := range paths {
		sorted = append(sorted, path)
	}
	slices.Sort(sorted) // the same random numbers give the same image
	for _, path := range sorted {
		n := d.kept[path]
		if random.IntN(2) == 0 {
			n = d.live[path]
		}
		if n == nil {
			continue
		}
		name, err := filepath.Rel(d.dir, path)
		if err != nil {
			return err
		}
		file := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, n.survive(random, sector), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// survive is what a cut may leave of a file.
func (n *inode) survive(random *rand.Rand, sector int) []byte {
	content := slices.Clone(n.synced)
	for _, c := range n.pending {
		switch fate := random.IntN(4); {
		case fate == 0:
			content = c.apply(content)
		case fate == 1 || c.cut: // as if it had never been
		case fate == 2: // the file has grown, the data never came
			content = longer(content, c.off+int64(len(c.data)))
		default:
			content = c.tear(content, random, int64(sector))
		}
	}
	return content
}

// tear lets each sector of a write meet its own fate.
func (c change) tear(content []byte, random *rand.Rand, sector int64) []byte {
	end := c.off + int64(len(c.data))
	for from := c.off; from < end; {
		to := min(end, (from/sector+1)*sector)
		switch random.IntN(3) {
		case 0:
			content = longer(content, to)
			copy(content[from:to], c.data[from-c.off:to-c.off])
		case 1:
			content = longer(content, to)
			for i := from; i < to; i++ {
				content[i] = byte(random.Uint32())
			}
		}
		from = to
	}
	return content
}
