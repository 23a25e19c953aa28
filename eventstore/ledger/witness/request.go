package witness

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// maxRequest bounds a request: 63 hashes and a checkpoint with many signatures.
const maxRequest = 64 << 10

// request asks a witness for its cosignature (C2SP tlog-witness, add-checkpoint).
type request struct {
	Old        uint64         // size that the witness signed last, as the log believes
	Proof      tlog.TreeProof // from there to the checkpoint
	Checkpoint []byte         // signed note
}

var errRequest = errors.New("witness: malformed request")

func (r request) format() string {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", r.Old)
	for _, h := range r.Proof {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	return b.String() + "\n" + string(r.Checkpoint)
}

func parseRequest(body []byte) (request, error) {
	var r request
	head, checkpoint, ok := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	digits, isOld := strings.CutPrefix(lines[0], "old ")
	size, err := strconv.ParseUint(digits, 10, 63)
	if !ok || !isOld || err != nil || len(lines) > 64 {
		return r, fmt.Errorf("%w: want “old SIZE”, at most 63 hashes, an empty line and a checkpoint", errRequest)
	}
	r.Old, r.Checkpoint = size, []byte(checkpoint)
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return r, fmt.Errorf("%w: %q is no hash", errRequest, line)
		}
		r.Proof = append(r.Proof, tlog.Hash(raw))
	}
	if r.format() != string(body) {
		return r, fmt.Errorf("%w: not in its one form", errRequest)
	}
	return r, nil
}
