package integration

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/internal/demo"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/view"
)

// Words that stand where readers never get, each somewhere else.
const (
	inDraft     = "bannhapkinzq"
	inNote      = "ghichunoibozq"
	inReturn    = "lydotralaizq"
	inWithdrawn = "noidungdathuhoizq"
	inName      = "Người ARCHLAN"
)

// bag exports a node into a new folder or file.
func bag(t *testing.T, n *testkit.Node, name string, o node.ExportOptions) (string, archive.Summary) {
	t.Helper()
	o.Target = filepath.Join(t.TempDir(), name)
	sum, err := n.Export(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return o.Target, sum
}

func verified(t *testing.T, name string, c archive.Checks) archive.Report {
	t.Helper()
	b, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	r, err := archive.Verify(t.Context(), b, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Given ten weeks of a province, when its history is exported, then the public part
// holds nothing that is not public, and of the full part the same portal is made again.
func TestArchiveOfAProvince(t *testing.T) {
	if !node.HasTables {
		t.Skip("this build has no table engine, and the demo no datasets")
	}
	dir := filepath.Join(t.TempDir(), "demo")
	present := time.Date(2026, 10, 14, 3, 0, 0, 0, time.UTC)
	if err := demo.Seed(t.Context(), dir, demo.Options{Now: func() time.Time { return present }}); err != nil {
		t.Fatal(err)
	}
	n := testkit.Open(t, dir, present)
	hide(t, n)
	t.Run("public", func(t *testing.T) { publicArchive(t, n) })
	t.Run("of one agency", func(t *testing.T) { archiveOfOneAgency(t, n) })
	full, sum := bag(t, n, "full.zip", node.ExportOptions{Full: true})
	t.Run("full", func(t *testing.T) { fullArchive(t, n, full, sum) })
	t.Run("imported", func(t *testing.T) { importedArchive(t, n, full, sum) })
	t.Run("refused", func(t *testing.T) { refusedArchives(t, n, full) })
}

// hide records what must not be seen.
func hide(t *testing.T, n *testkit.Node) {
	t.Helper()
	lan, hung := n.Account("archlan", domain.Contributor, "94"), n.Account("archhung", domain.BoardHead, "94")
	hung.Seat(board.Deputy, "94")
	n.Settle()
	api := lan.API()
	draft(t, lan, document("91/2026/QĐ-UBND", "Bản nháp "+inDraft, inDraft))
	returned := draft(t, lan, document("92/2026/QĐ-UBND", "Quyết định "+inReturn, inDraft))
	api.Do(http.MethodPost, "/api/v1/publications/"+returned+"/submission", object{"note": inNote}).Want(http.StatusOK)
	n.Settle()
	hung.API().Do(http.MethodPost, "/api/v1/publications/"+returned+"/return", object{"reason": inReturn}).Want(http.StatusOK)
	gone := draft(t, lan, document("93/2026/QĐ-UBND", "Quyết định đã thu hồi", "Nội dung "+inWithdrawn))
	publish(t, n, lan, hung, gone)
	hung.API().Do(http.MethodPost, "/api/v1/publications/"+gone+"/withdrawal", object{"reason": "Ban hành nhầm"}).Want(http.StatusOK)
	n.Settle()
}

// within reads everything of a bag, rows as they were before base64.
func within(t *testing.T, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path) // the table holds the rows without base64
		all.Write(raw)
		all.WriteString(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}

func publicArchive(t *testing.T, n *testkit.Node) {
	dir, sum := bag(t, n, "public", node.ExportOptions{})
	r := verified(t, dir, archive.Checks{})
	if r.Scope != archive.Public || r.Events == 0 || r.Events >= r.Size || r.Size != sum.Size || sum.Contents < 20 || sum.Files < 20 {
		t.Errorf("%+v %+v", r, sum)
	}
	if out, err := command(dir, "sha256sum", "-c", "--quiet", "manifest-sha256.txt"); err != nil {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
	verifier := filepath.Join(t.TempDir(), "verifier")
	build := exec.Command("bash", "-c", "go build -o "+verifier+" *.go")
	build.Dir, build.Env = filepath.Join(dir, "data", "verifier"), append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("the verifier in the archive: %v\n%s", err, out)
	} else if out, err := command(dir, verifier, "bag", ".", r.Key); err != nil {
		t.Errorf("the verifier in the archive says %v: %s", err, out)
	}
	all := within(t, dir)
	for _, word := range []string{inDraft, inNote, inReturn, inWithdrawn, inName, "archlan"} {
		if bytes.Contains(all, []byte(word)) {
			t.Errorf("%s is in the public archive", word)
		}
	}
	// What is public is there: each version that readers can see, by its hash.
	items, err := n.App.Queries.Items(t.Context(), view.ItemFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, it := range items.Items {
		versions, err := n.App.Queries.Versions(t.Context(), it.ID, view.AsOf{})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range versions {
			if _, err := os.Stat(filepath.Join(dir, archive.ContentPath(v.ContentHash))); err != nil {
				t.Errorf("version %d of %s is not in the archive: %v", v.Number, it.ID, err)
			}
			seen++
		}
	}
	if seen < 20 {
		t.Errorf("only %d versions were looked for", seen)
	}
}

func command(dir, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return cmd.CombinedOutput()
}

func archiveOfOneAgency(t *testing.T, n *testkit.Node) {
	whole, _ := bag(t, n, "whole", node.ExportOptions{})
	one := n.Agency("94")
	dir, sum := bag(t, n, "one", node.ExportOptions{Agencies: []string{"94"}})
	r := verified(t, dir, archive.Checks{})
	if all := verified(t, whole, archive.Checks{}); r.Events >= all.Events || r.Events == 0 || r.Size != all.Size || r.Root != all.Root || !slices.Equal(sum.Agencies, []string{one}) {
		t.Errorf("%+v beside %+v", r, all)
	}
	if _, err := n.Export(t.Context(), node.ExportOptions{Target: filepath.Join(t.TempDir(), "x"), Agencies: []string{"không có"}}); code(err) != "export.agency" {
		t.Errorf("an agency that is not there: %v", err)
	}
	if _, err := n.Export(t.Context(), node.ExportOptions{Target: filepath.Join(n.Dir, "x")}); code(err) != "export.target" {
		t.Errorf("into the data directory: %v", err)
	}
}

func fullArchive(t *testing.T, n *testkit.Node, full string, sum archive.Summary) {
	r := verified(t, full, archive.Checks{})
	if r.Events != r.Size || r.Scope != archive.Full || r.Absent != 0 {
		t.Errorf("%+v", r)
	}
	dir, _ := bag(t, n, "full", node.ExportOptions{Full: true})
	all := within(t, dir)
	for _, word := range []string{inDraft, inNote, inReturn, inWithdrawn} { // so the search of the public one can fail
		if !bytes.Contains(all, []byte(word)) {
			t.Errorf("%s is not in the full archive", word)
		}
	}
	if bytes.Contains(all, []byte("PRIVATE+KEY")) {
		t.Error("a key is in the archive")
	}
	for _, key := range []string{"session.key", "sealing.key", "vault.key", "ledger.key"} {
		raw, err := os.ReadFile(filepath.Join(n.Dir, "keys", key))
		if err == nil && bytes.Contains(all, bytes.Fields(raw)[0]) {
			t.Errorf("%s is in the archive", key)
		}
	}
	if sealed := n.Codec.Seals(); len(sealed["account.registered"]) > 0 && bytes.Contains(all, []byte(inName)) {
		t.Errorf("the name %s is in the archive, and should be sealed", inName)
	}
	if sum.Size != r.Size {
		t.Errorf("%d leaves, said were %d", r.Size, sum.Size)
	}
}

// pages that are compared, besides those of every item.
var compared = []string{"/", "/en", "/tin-tuc", "/van-ban", "/du-lieu", "/api/v1/publications?limit=100", "/api/v1/datasets?limit=100", "/api/v1/agencies"}

func importedArchive(t *testing.T, n *testkit.Node, full string, sum archive.Summary) {
	again, done := imported(t, n, full, node.ImportOptions{})
	if len(done.Equal) != len(node.Definitions()) || len(done.Newer) != 0 || done.Root != sum.Root || done.Size != sum.Size || !done.Sealed {
		t.Errorf("%+v", done)
	}
	status, err := n.Ledger.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if done.Origin == status.Origin || done.Restored.Key == status.Key || done.Previous != status.Origin {
		t.Errorf("the new ledger is %s with %s, the old one %s", done.Origin, done.Restored.Key, status.Origin)
	}
	root, _, err := ledger.ProveConsistency(t.Context(), again.Ledger.Source(), again.Ledger.Checkpoint(), sum.Size)
	if err != nil || hex.EncodeToString(root[:]) != sum.Root {
		t.Errorf("the first %d leaves of the new ledger have the root %x, %v; want %s", sum.Size, root, err, sum.Root)
	}
	// Without the vault every page is the same but for the names that are sealed.
	names, err := n.App.Queries.Names(t.Context())
	if err != nil || len(names) < 10 {
		t.Fatalf("%d names, %v", len(names), err)
	}
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, name, domain.NameSealed)
	}
	same(t, n, again, strings.NewReplacer(pairs...))

	// With the keys and the vault it is the same portal to the last byte.
	vault := filepath.Join(t.TempDir(), "vault.db")
	if err := n.Vault.Backup(t.Context(), vault); err != nil {
		t.Fatal(err)
	}
	again, done = imported(t, n, full, node.ImportOptions{Keys: filepath.Join(n.Dir, "keys"), Vault: vault})
	if done.Sealed {
		t.Error("with the vault it is said to be sealed")
	}
	same(t, n, again, nil)
}

// imported opens what an archive becomes.
func imported(t *testing.T, n *testkit.Node, full string, o node.ImportOptions) (*testkit.Node, *node.Imported) {
	t.Helper()
	b, err := archive.Open(full)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	o.Archive, o.Data, o.Now = b, filepath.Join(t.TempDir(), "again"), n.Clock.Now
	done, err := node.ImportArchive(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return testkit.Open(t, o.Data, n.Clock.Now()), done
}

// same asks both for every page, as of the head of the first.
func same(t *testing.T, n, again *testkit.Node, sealed *strings.Replacer) {
	t.Helper()
	head, err := n.App.Queries.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paths := slices.Clone(compared)
	items, err := n.App.Queries.Items(t.Context(), view.ItemFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items.Items {
		paths = append(paths, "/api/v1/publications/"+it.ID, "/api/v1/publications/"+it.ID+"/versions")
	}
	for _, path := range paths {
		sign := "?"
		if strings.Contains(path, "?") {
			sign = "&"
		}
		at := path + sign + "as_of=" + fmt.Sprint(head)
		one, two := page(t, n, at), page(t, again, at)
		if sealed != nil {
			one, two = sealed.Replace(one), sealed.Replace(two)
		}
		if one != two {
			t.Errorf("%s: %s", at, firstDifference(one, two))
		}
	}
}

// page is what a node answers to readers who know it by one name, without the tokens
// that are made anew each time.
func page(t *testing.T, n *testkit.Node, path string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, n.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "127.0.0.1:8080"
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("%s: %d, %v", path, res.StatusCode, err)
	}
	return tokens.ReplaceAllString(string(body), "")
}

var tokens = regexp.MustCompile(`nonce="[^"]*"|name="csrf" value="[^"]*"`)

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[max(0, i-80):min(len(a), i+80)] + "\n≠\n" + b[max(0, i-80):min(len(b), i+80)]
		}
	}
	return "one is longer"
}

func refusedArchives(t *testing.T, n *testkit.Node, full string) {
	public, _ := bag(t, n, "public", node.ExportOptions{})
	increment, _ := bag(t, n, "increment", node.ExportOptions{Full: true, Since: "100"})
	narrow, _ := bag(t, n, "narrow", node.ExportOptions{Full: true, Agencies: []string{"94"}})
	verified(t, increment, archive.Checks{})
	verified(t, narrow, archive.Checks{})
	try := func(name, target string) error {
		b, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		_, err = node.ImportArchive(t.Context(), node.ImportOptions{Archive: b, Data: target, Now: n.Clock.Now})
		return err
	}
	for _, name := range []string{public, increment, narrow} {
		if err := try(name, filepath.Join(t.TempDir(), "x")); code(err) != "archive.not_whole" {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
	}
	if err := try(full, n.Dir); code(err) != "archive.target" {
		t.Errorf("over a portal: %v", err)
	}
	// A bag in which one event was changed and everything around it made to fit.
	dir, _ := bag(t, n, "forged", node.ExportOptions{Full: true})
	events := filepath.Join(dir, archive.EventsPath)
	raw, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(events, bytes.Replace(raw, []byte(`"data_base64":"ey`), []byte(`"data_base64":"eX`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	var wrong *archive.Wrong
	if err := try(dir, filepath.Join(parent, "x")); !errors.As(err, &wrong) || wrong.Path != archive.EventsPath {
		t.Errorf("a forged bag: %v", err)
	}
	if left, _ := os.ReadDir(parent); len(left) != 0 {
		t.Errorf("%s is left of it", left[0].Name())
	}
}

// Given people at work, when the history is exported at the same time, then each
// export stands at one signed checkpoint, and later ones continue it.
func TestExportWhileEventsComeIn(t *testing.T) {
	n, lan, _, hung := cast(t)
	publish(t, n, lan, hung, draft(t, lan, document("1/2026/QĐ-UBND", "Quyết định một", "Nội dung.")))
	api, stop := lan.API(), make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if a := api.Do(http.MethodPost, "/api/v1/publications", document(fmt.Sprint(uint64(i+2))+"/2026/QĐ-UBND", "Quyết định khác", "Nội dung.")); a.Status != http.StatusCreated {
					t.Errorf("%d %s", a.Status, a.Body)
					return
				}
			}
		}
	})
	var names, notes []string
	var last uint64
	for range 3 {
		for deadline := time.Now().Add(20 * time.Second); ; {
			head, err := n.Log.Head(t.Context())
			if err != nil || uint64(head) > last+5 || time.Now().After(deadline) {
				break
			}
		}
		o := node.ExportOptions{Full: true}
		if len(notes) > 0 {
			o.Since = notes[len(notes)-1]
		}
		name, sum := bag(t, n, "bag", o)
		if sum.Size <= last || sum.Events != sum.Size-last {
			t.Errorf("%d events of %d leaves behind %d", sum.Events, sum.Size, last)
		}
		last = sum.Size
		raw, err := os.ReadFile(filepath.Join(name, archive.LogPath, ledger.CheckpointPath))
		if err != nil {
			t.Fatal(err)
		}
		names, notes = append(names, name), append(notes, string(raw))
	}
	close(stop)
	writers.Wait()
	for i, name := range names {
		for _, other := range notes {
			if r := verified(t, name, archive.Checks{Later: []byte(other), Newer: n.Ledger.Source()}); r.Later == 0 {
				t.Errorf("bag %d was not compared", i)
			}
		}
	}
}
