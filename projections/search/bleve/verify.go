package bleve

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"minhbach/projections/search"
)

// verify reads every segment file in use and compares its checksum, the last four
// bytes (zap file format): the engine does not, and would answer from damaged
// bytes.
func verify(s *scorch.IndexSnapshot) error {
	for _, seg := range s.Segments() {
		file, ok := seg.Segment().(segment.PersistedSegment)
		if !ok {
			continue
		}
		if err := verifyFile(file.Path()); err != nil {
			return fmt.Errorf("%w: %s: %w", search.ErrBroken, filepath.Base(file.Path()), err)
		}
	}
	return nil
}

var errChecksum = errors.New("checksum does not match")

func verifyFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < 4 {
		return errChecksum
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(f, info.Size()-4), make([]byte, 1<<20)); err != nil {
		return err
	}
	var stored [4]byte
	if _, err := io.ReadFull(f, stored[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(stored[:]) != sum.Sum32() {
		return errChecksum
	}
	return nil
}
