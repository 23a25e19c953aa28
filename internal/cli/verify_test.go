package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	signed "golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
	"minhbach/eventstore/ledger/witness"
	"minhbach/eventstore/sqlite"
)

const verifyOrigin = "soctrang.example/log"

// home of an auditor who never saw a log.
func home(t *testing.T) (knownLogs string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	return knownFile()
}

func ledgerOf(t *testing.T, n int, seed uint64, sizes ...uint64) (dir string, key ledger.Key) {
	t.Helper()
	dir, key = t.TempDir(), testlog.Key(t, verifyOrigin)
	testlog.Write(t, dir, key, testlog.Events(n, seed), sizes...)
	return dir, key
}

func TestVerifyLogCommand(t *testing.T) {
	home(t)
	dir, key := ledgerOf(t, 400, 1, 100, 300)
	r := minhbach(t, "verify", "log", dir, "--key", key.Public).want(t, OK, "")
	for _, want := range []string{"KHỚP", "400 lá", "KHÔNG chứng minh", "chưa có nhân chứng độc lập", "sự thật"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the verdict lacks %q:\n%s", want, r.out)
		}
	}
	var report verify.Report
	r = minhbach(t, "verify", "log", dir, "--key", key.Public, "--json").want(t, OK, "")
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || !report.Sound || report.Checkpoint.Size != 400 || report.History.Lines != 3 {
		t.Error(err, r.out)
	}
	keys := file(t, "keys", "# của tỉnh\n"+key.Public+" # 2026\n")
	minhbach(t, "verify", "log", dir, "--key-file", keys, "--lang", "en").want(t, OK, "")
	t.Run("tampered with", func(t *testing.T) {
		leaves := filepath.Join(dir, "tile", "entries", "001.p", "144")
		raw, err := os.ReadFile(leaves)
		if err != nil {
			t.Fatal(err)
		}
		raw[5000] ^= 1
		if err := os.WriteFile(leaves, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		r := minhbach(t, "verify", "log", dir, "--key", key.Public).want(t, Unproved, "không khớp")
		if !strings.Contains(r.out, "KHÔNG KHỚP") || !strings.Contains(r.out, "tile/entries/001.p/144") || !strings.Contains(r.out, "lá số 26") {
			t.Error(r.out)
		}
		r = minhbach(t, "verify", "log", dir, "--key", key.Public, "--json").want(t, Unproved, "")
		var report verify.Report
		if err := json.Unmarshal([]byte(r.out), &report); err != nil || report.Sound || report.Problem.Code != verify.BadLeaf || report.Problem.Path != "tile/entries/001.p/144" {
			t.Error(err, r.out)
		}
	})
	t.Run("not checked", func(t *testing.T) {
		minhbach(t, "verify", "log", t.TempDir(), "--key", key.Public).want(t, Failure, "nơi này không có sổ cái")
		minhbach(t, "verify", "log", dir).want(t, Failure, "chưa biết khóa công khai")
		minhbach(t, "verify", "log", "http://127.0.0.1:1/log", "--key", key.Public).want(t, Failure, "chưa kiểm được")
	})
	t.Run("usage", func(t *testing.T) {
		minhbach(t, "verify").want(t, Usage, "")
		minhbach(t, "verify", "log").want(t, Usage, "")
		minhbach(t, "verify", "log", dir, "--key", "no+key").want(t, Usage, "name+hash+base64")
		private, _, err := ledger.NewKey(verifyOrigin)
		if err != nil {
			t.Fatal(err)
		}
		minhbach(t, "verify", "log", dir, "--key-file", file(t, "private", private+"\n")).want(t, Usage, "private key")
	})
}

// TestKeyIsKeptFromTheFirstUse: told loudly, believed from then on, and another is refused.
func TestKeyIsKeptFromTheFirstUse(t *testing.T) {
	known := home(t)
	dir, key := ledgerOf(t, 50, 1)
	hint := func(k ledger.Key) {
		if err := os.WriteFile(filepath.Join(dir, ledger.KeyPath), []byte(k.Public+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hint(key)
	r := minhbach(t, "verify", "log", dir).want(t, OK, "CHÚ Ý: lần đầu gặp sổ cái "+verifyOrigin)
	if !strings.Contains(r.err, key.Public) {
		t.Error("the key is not told:", r.err)
	}
	raw, err := os.ReadFile(known)
	if err != nil || !strings.HasPrefix(string(raw), key.Public+" ") {
		t.Fatalf("%v %q", err, raw)
	}
	if r := minhbach(t, "verify", "log", dir).want(t, OK, ""); strings.Contains(r.err, "CHÚ Ý") {
		t.Error("the second time it is no news:", r.err)
	}
	forger := testlog.Key(t, verifyOrigin)
	testlog.Write(t, dir, forger, testlog.Events(50, 2))
	hint(forger)
	r = minhbach(t, "verify", "log", dir).want(t, Unproved, "ledger.key_rotated")
	if !strings.Contains(r.out, "giả mạo") {
		t.Error(r.out)
	}
	if after, _ := os.ReadFile(known); !bytes.Equal(after, raw) {
		t.Errorf("the forger's key is kept: %s", after)
	}
	other := t.TempDir()
	testlog.Write(t, other, testlog.Key(t, "elsewhere.example/log"), testlog.Events(5, 1))
	if err := os.WriteFile(filepath.Join(other, ledger.KeyPath), []byte(forger.Public), 0o600); err != nil {
		t.Fatal(err)
	}
	minhbach(t, "verify", "log", other).want(t, Failure, "chưa biết khóa")
}

// TestKeptKeyIsFollowed over a rotation that both keys signed, and over no other.
func TestKeptKeyIsFollowed(t *testing.T) {
	known := home(t)
	dir, old := ledgerOf(t, 50, 1)
	minhbach(t, "verify", "log", dir, "--key", old.Public).want(t, OK, "")
	if err := keepKey(first{key: old.Public}); err != nil {
		t.Fatal(err)
	}
	next := testlog.Key(t, verifyOrigin)
	testlog.Write(t, dir, next, testlog.Events(60, 1))
	rotation, err := ledger.SignRotation(old, next, ledger.Checkpoint{Origin: verifyOrigin, Size: 50})
	if err != nil {
		t.Fatal(err)
	}
	write := func(rotation string) {
		line, err := json.Marshal(map[string]any{"type": ledger.TypeKeyRotated, "data": ledger.KeyRotated{Origin: verifyOrigin, Old: old.Public, New: next.Public, Rotation: rotation}})
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, ledger.RotationsPath), line, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(rotation, "\n50\n", "\n51\n", 1))
	minhbach(t, "verify", "log", dir).want(t, Unproved, "không được tin")
	write(rotation)
	minhbach(t, "verify", "log", dir).want(t, OK, "khóa cũ ký xác nhận khóa mới")
	if raw, _ := os.ReadFile(known); !strings.Contains(string(raw), next.Public) {
		t.Errorf("the new key is not kept: %s", raw)
	}
	if err := os.Remove(filepath.Join(dir, ledger.RotationsPath)); err != nil {
		t.Fatal(err)
	}
	minhbach(t, "verify", "log", dir).want(t, OK, "")
}

func TestVerifyExtendsCommand(t *testing.T) {
	home(t)
	dir, key := ledgerOf(t, 300, 1)
	old := t.TempDir()
	testlog.Write(t, old, key, testlog.Events(120, 1))
	checkpoint := filepath.Join(old, ledger.CheckpointPath)
	r := minhbach(t, "verify", "extends", checkpoint, dir, "--key", key.Public).want(t, OK, "")
	if !strings.Contains(r.out, "120 sự kiện đầu") {
		t.Error(r.out)
	}
	testlog.Write(t, dir, key, testlog.Events(310, 2)) // everything new, signed with the true key
	r = minhbach(t, "verify", "extends", checkpoint, dir, "--key", key.Public).want(t, Unproved, "")
	if !strings.Contains(r.out, "lịch sử đã bị viết lại") {
		t.Error(r.out)
	}
}

func TestVerifyEventCommand(t *testing.T) {
	home(t)
	dir, key := ledgerOf(t, 300, 1)
	document := "Quyết định số 07/2019/QĐ-UBND"
	attached := file(t, "quyet-dinh.txt", document)
	content := fmt.Sprintf(`{"attachments":[{"sha256":"%x"}]}`, sha256.Sum256([]byte(document)))
	events := testlog.Events(300, 1)
	events[77].Data = fmt.Appendf(nil, `{"version":1,"content":"%x"}`, sha256.Sum256([]byte(content)))
	testlog.Write(t, dir, key, events)
	v, err := signed.NewVerifier(key.Public)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.OpenCheckpoint(raw, v)
	if err != nil {
		t.Fatal(err)
	}
	path, err := ledger.ProveInclusion(t.Context(), ledger.FS{FS: os.DirFS(dir)}, c, 77)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(ledger.Bundle{Format: ledger.BundleFormat, Leaf: string(ledger.HeaderOf(77, events[77]).Leaf()), Data: events[77].Data,
		Metadata: events[77].Metadata, Proof: ledger.FormatProof(77, path, string(raw)), Key: key.Public})
	if err != nil {
		t.Fatal(err)
	}
	proof := file(t, "proof.json", string(b))
	minhbach(t, "verify", "event", proof, "--key", key.Public).want(t, OK, "")
	minhbach(t, "verify", "event", proof, "--key", key.Public, "--file", attached).want(t, Failure, "--content")
	canonical := file(t, "content.json", content)
	r := minhbach(t, "verify", "event", proof, "--key", key.Public, "--file", attached, "--content", canonical).want(t, OK, "")
	if !strings.Contains(r.out, "tệp này đúng là tệp") {
		t.Error(r.out)
	}
	r = minhbach(t, "verify", "event", proof, "--key", key.Public, "--file", file(t, "other", "khác"), "--content", canonical).want(t, Unproved, "")
	if !strings.Contains(r.out, "không phải tệp nào mà sự kiện nêu") {
		t.Error(r.out)
	}
	minhbach(t, "verify", "event", file(t, "no.json", "{}"), "--key", key.Public).want(t, Failure, "không phải tệp chứng thực")
	minhbach(t, "verify", "event", proof).want(t, OK, "CHÚ Ý: lần đầu")
	minhbach(t, "verify", "event", proof, "--key", testlog.Key(t, verifyOrigin).Public).want(t, Unproved, "")
}

func TestVerifyDatabaseCommand(t *testing.T) {
	home(t)
	dir := t.TempDir()
	events := testlog.Events(200, 1)
	_, err := sqlite.Import(t.Context(), filepath.Join(dir, "log"), sqlite.Options{}, testlog.Seq(events))
	if err != nil {
		t.Fatal(err)
	}
	key := testlog.Key(t, verifyOrigin)
	testlog.Write(t, filepath.Join(dir, "ledger"), key, events)
	r := minhbach(t, "verify", "database", dir, "--key", key.Public).want(t, OK, "")
	if !strings.Contains(r.out, "200 dòng") {
		t.Error(r.out)
	}
	log := filepath.Join(dir, "log", "log.db")
	minhbach(t, "verify", "database", log, "--key", key.Public).want(t, OK, "")
	checkpoint := filepath.Join(dir, "ledger", ledger.CheckpointPath)
	alone := filepath.Join(t.TempDir(), "copy.db")
	raw, err := os.ReadFile(log)
	if err == nil {
		err = os.WriteFile(alone, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	minhbach(t, "verify", "database", alone, "--key", key.Public).want(t, Failure, "--checkpoint")
	minhbach(t, "verify", "database", alone, "--key", key.Public, "--checkpoint", checkpoint).want(t, OK, "")
	minhbach(t, "verify", "database", alone, "--key", key.Public, "--ledger", filepath.Join(dir, "ledger")).want(t, OK, "")
	at := bytes.Index(raw, events[123].Data)
	if at < 0 {
		t.Fatal("the row is not found in the file")
	}
	raw[at+30] ^= 1
	if err := os.WriteFile(alone, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	r = minhbach(t, "verify", "database", alone, "--key", key.Public, "--ledger", filepath.Join(dir, "ledger")).want(t, Unproved, "")
	for _, want := range []string{"vị trí 124", events[123].ID.String(), events[123].Stream, "nội dung sự kiện"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the verdict lacks %q:\n%s", want, r.out)
		}
	}
	minhbach(t, "verify", "database", t.TempDir(), "--key", key.Public).want(t, Failure, "chưa kiểm được")
}

// A published file is named by its SHA-256; one byte of it is enough.
func TestVerifyDatabaseReadsTheFiles(t *testing.T) {
	home(t)
	dir, key, events := t.TempDir(), testlog.Key(t, verifyOrigin), testlog.Events(5, 1)
	if _, err := sqlite.Import(t.Context(), filepath.Join(dir, "log"), sqlite.Options{}, testlog.Seq(events)); err != nil {
		t.Fatal(err)
	}
	testlog.Write(t, filepath.Join(dir, "ledger"), key, events)
	text := []byte("ma_huyen,dan_so\n01,100\n")
	sum := fmt.Sprintf("%x", sha256.Sum256(text))
	file := filepath.Join(dir, "files", "sha256", sum[:2], sum)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := minhbach(t, "verify", "database", dir, "--key", key.Public).want(t, OK, ""); !strings.Contains(r.out, "1 tệp lưu trữ đúng") {
		t.Error(r.out)
	}
	text[3] ^= 1
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	r := minhbach(t, "verify", "database", dir, "--key", key.Public).want(t, Unproved, "")
	if !strings.Contains(r.out, sum) || !strings.Contains(r.out, "KHÔNG KHỚP") {
		t.Errorf("the file is not named:\n%s", r.out)
	}
}

func TestVerifyWithWitnesses(t *testing.T) {
	home(t)
	dir, key := ledgerOf(t, 50, 1)
	_, public, err := witness.NewKey("bac-lieu.example/witness")
	if err != nil {
		t.Fatal(err)
	}
	policy := file(t, "policy", "log "+key.Public+"\nwitness bac-lieu "+public+"\nquorum bac-lieu\n")
	r := minhbach(t, "verify", "log", dir, "--policy", policy).want(t, Unproved, "")
	if !strings.Contains(r.out, "nhân chứng") {
		t.Error(r.out)
	}
	minhbach(t, "verify", "log", dir, "--policy", file(t, "none", "log "+key.Public+"\nquorum none\n")).want(t, OK, "")
	minhbach(t, "verify", "log", dir, "--policy", file(t, "faulty", "witness\n")).want(t, Failure, "line 1")
}

// TestEveryProblemHasWords in both languages.
func TestEveryProblemHasWords(t *testing.T) {
	for _, code := range verify.Problems() {
		if w := problemWords[code]; w[0] == "" || w[1] == "" {
			t.Errorf("%s has no words", code)
		}
	}
	if len(problemWords) != len(verify.Problems()) {
		t.Errorf("%d words for %d problems", len(problemWords), len(verify.Problems()))
	}
}
