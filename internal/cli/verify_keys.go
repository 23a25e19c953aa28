package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	signed "golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/witness"
)

// keyFlags say whose signatures are believed.
type keyFlags struct {
	keys   []string
	file   string
	policy string
}

func (k *keyFlags) add(c *cli, cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&k.keys, "key", nil, c.say("khóa công khai của sổ cái (tên+mã+base64); lặp lại được", "public key of the log (name+hash+base64); may be repeated"))
	cmd.Flags().StringVar(&k.file, "key-file", "", c.say("tệp chứa các khóa công khai, mỗi dòng một khóa", "a file of public keys, one a line"))
	cmd.Flags().StringVar(&k.policy, "policy", "", c.say("tệp quy định nhân chứng (C2SP tlog-policy): thiếu chữ ký của họ là không đạt", "witness policy (C2SP tlog-policy): without their cosignatures it fails"))
}

// first is a key that was met for the first time; it is kept once it proved itself.
type first struct {
	origin, key string
	pinned      bool     // another was kept for this origin before
	keys        []string // that are believed
	next        []string // that these passed their trust on to
}

// trust finds the keys for a checkpoint: those given, else the one kept from the first
// time, else one that lies beside the log, believed this once and kept.
func (c *cli) trust(k keyFlags, checkpoint []byte, hints []string) (t verify.Trust, f first, err error) {
	if k.policy != "" {
		if t.Policy, err = witness.ReadPolicy(k.policy); err != nil {
			return t, f, err
		}
		k.keys = append(k.keys, t.Policy.Logs...)
	}
	if k.file != "" {
		more, err := readKeys(k.file)
		if err != nil {
			return t, f, err
		}
		k.keys = append(k.keys, more...)
	}
	if len(k.keys) > 0 {
		f.keys = k.keys
		t.Keys, err = verifiers(k.keys)
		return t, f, err
	}
	text, _, _ := strings.Cut(string(checkpoint), "\n\n")
	head, err := ledger.ParseCheckpoint(text + "\n")
	if err != nil {
		return t, f, fmt.Errorf("%w; %s", err, c.say("thêm --key để kiểm chữ ký", "add --key to check its signature"))
	}
	f.origin = head.Origin
	kept, err := knownKeys(f.origin)
	if err != nil {
		return t, f, err
	}
	if len(kept) > 0 {
		f.pinned, f.keys = true, kept
		t.Keys, err = verifiers(kept)
		return t, f, err
	}
	for _, hint := range hints {
		v, err := signed.NewVerifier(hint)
		if err == nil && v.Name() == f.origin {
			f.key, t.Keys = hint, []signed.Verifier{v}
			return t, f, nil
		}
	}
	return t, f, verify.ErrNoKey
}

// follow the keys that are believed to those that they passed their trust on to.
func (c *cli) follow(t *verify.Trust, f *first, rotations []string) error {
	for _, key := range f.keys {
		chain, err := ledger.FollowRotations(key, rotations)
		if err != nil {
			c.progress(c.say("Một lần đổi khóa của sổ cái không có chữ ký đúng, nên không được tin: %v", "A rotation of the log's key does not hold and is not believed: %v"), err)
		}
		for _, next := range chain[1:] {
			if !slices.Contains(f.keys, next) && !slices.Contains(f.next, next) {
				f.next = append(f.next, next)
			}
		}
	}
	more, err := verifiers(f.next)
	t.Keys = append(t.Keys, more...)
	return err
}

// settle the verdict, and keep a key that was met for the first time and is good.
func (c *cli) settle(f first, r verify.Report, err error) error {
	switch {
	case err != nil:
	case len(f.next) > 0 && r.Sound:
		for _, key := range f.next {
			c.progress(c.say("Khóa đã đổi, khóa cũ ký xác nhận khóa mới: %s", "The key was replaced, and the old one signed the new one: %s"), key)
			if !f.pinned {
				continue
			}
			if err := keepKey(first{key: key}); err != nil {
				c.progress(c.say("Không ghi nhớ được khóa: %v", "The key could not be kept: %v"), err)
			}
		}
	case f.key != "" && r.Sound:
		if err := keepKey(f); err != nil {
			c.progress(c.say("Không ghi nhớ được khóa: %v", "The key could not be kept: %v"), err)
		}
		fmt.Fprintf(c.err, c.say(
			"CHÚ Ý: lần đầu gặp sổ cái %s. Khóa dưới đây được lấy từ chính nơi đang kiểm, nên lần này chưa chứng minh được ai đã ký:\n  %s\nHãy đối chiếu với khóa do cơ quan công bố ở nơi khác (công báo, văn bản giấy). Khóa đã được ghi nhớ trong %s; lần sau khác khóa này sẽ bị báo sai.\n",
			"NOTE: the log %s is met for the first time. This key came from the very place under examination, so who signed is not proved yet:\n  %s\nCompare it with the key that the agency published elsewhere (gazette, paper). It is kept in %s; another key will be a failure from now on.\n"),
			f.origin, f.key, knownFile())
	case f.pinned && r.Problem != nil && r.Problem.Code == verify.BadSignature:
		fmt.Fprintf(c.err, c.say(
			"Khóa đã ghi nhớ của sổ cái %s không ký điểm kiểm tra này. Nếu cơ quan đã đổi khóa, sự kiện ledger.key_rotated phải được khóa cũ ký xác nhận: hãy lấy khóa mới từ nguồn tin cậy, dùng --key, rồi sửa dòng của sổ cái trong %s. Nếu không có thông báo đổi khóa, hãy coi đây là giả mạo.\n",
			"The key kept for the log %s did not sign this checkpoint. If the agency changed its key, an event ledger.key_rotated must bear the old key's signature: get the new key from a source you trust, use --key, then mend the log's line in %s. If no change was announced, take this for a forgery.\n"),
			f.origin, knownFile())
	}
	return c.verdict(r, err)
}

func verifiers(keys []string) (all []signed.Verifier, err error) {
	seen := map[string]bool{}
	for _, k := range keys {
		if seen[k] {
			continue
		}
		seen[k] = true
		v, err := signed.NewVerifier(k)
		if err != nil {
			return nil, exit{Usage, fmt.Errorf("%q: %w; want name+hash+base64", k, err)}
		}
		all = append(all, v)
	}
	return all, nil
}

// readKeys of a file: one a line, # begins a remark. A private key is refused loudly.
func readKeys(file string) (keys []string, err error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(raw)) {
		line, _, _ = strings.Cut(line, " #")
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "PRIVATE+KEY+"):
			return nil, exit{Usage, fmt.Errorf("%s holds a private key; verifying needs the public one, and the private one must not leave its place", file)}
		default:
			keys = append(keys, line)
		}
	}
	if len(keys) == 0 {
		return nil, exit{Usage, fmt.Errorf("%s holds no key", file)}
	}
	return keys, nil
}

// knownFile keeps one key a line, with when it was met.
func knownFile() string {
	dir, err := os.UserConfigDir() // $XDG_CONFIG_HOME, or what the system has instead
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "minhbach", "known-logs")
}

func knownKeys(origin string) ([]string, error) {
	file := knownFile()
	if file == "" {
		return nil, nil
	}
	all, err := readKnown(file)
	var keys []string
	for _, k := range all {
		if strings.HasPrefix(k, origin+"+") {
			keys = append(keys, k)
		}
	}
	return keys, err
}

func readKnown(file string) (keys []string, err error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for line := range strings.Lines(string(raw)) {
		if fields := strings.Fields(line); len(fields) > 0 && !strings.HasPrefix(fields[0], "#") {
			keys = append(keys, fields[0])
		}
	}
	return keys, err
}

func keepKey(f first) error {
	file := knownFile()
	if file == "" {
		return errors.New("no home directory")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s %s\n", f.key, time.Now().UTC().Format(time.RFC3339))
	return errors.Join(err, out.Close())
}
