package node_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/eventstore/sqlite/faultfs"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

// onDisk is a node with one unit and an editor whose directory lies on a disk that
// fails when told to.
func onDisk(t *testing.T) (*testkit.Node, *testkit.Person, *faultfs.Disk) {
	t.Helper()
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "data")
	if err := node.Init(dir, at); err != nil {
		t.Fatal(err)
	}
	disk, err := faultfs.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(disk.Close)
	n := testkit.Open(t, dir, at)
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Thử,,Tỉnh,\n", "2019-01-01"); err != nil {
		t.Fatal(err)
	}
	return n, n.Account("lan", domain.Editor, "94"), disk
}

func draft(p *testkit.Person, title string) *testkit.Answer {
	return p.API().Do(http.MethodPost, "/api/v1/publications", map[string]any{"agency": "94", "kind": "news",
		"content": map[string]any{"title": title, "body": "Nội dung.", "metadata": map[string]any{}, "details": map[string]any{}}})
}

// readable: everything that readers ask for is still answered.
func readable(t *testing.T, n *testkit.Node) {
	t.Helper()
	for _, path := range []string{"/", "/van-ban", "/tim-kiem?q=thu", "/api/v1/agencies", "/api/v1/publications", "/log/checkpoint"} {
		n.API().Get(path).Want(http.StatusOK)
	}
}

func health(n *testkit.Node) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	n.OpsHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	return w
}

// TestFailingDisk: when the disk fails under the log, people and programs are told to
// come back, readers notice nothing, monitors learn why, and a disk that works again
// changes nothing until a restart.
func TestFailingDisk(t *testing.T) {
	for name, c := range map[string]struct {
		kind  faultfs.Kind
		fault faultfs.Fault
		says  string
	}{
		"failed sync": {faultfs.Sync, faultfs.EIO, "disk I/O error"},
		"full disk":   {faultfs.Write, faultfs.Full, "database or disk is full"},
		"short write": {faultfs.Write, faultfs.Short, "database or disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			n, lan, disk := onDisk(t)
			draft(lan, "Trước khi hỏng").Want(http.StatusCreated)
			n.Settle()
			if err := n.Ledger.ToEnd(t.Context()); err != nil {
				t.Fatal(err)
			}
			lan.SignIn()
			form := lan.Get("/quan-tri/soan?co-quan="+n.Agency("94")+"&loai=news").Form("/quan-tri/soan").Set("title", "Trong khi hỏng").Set("body", "Nội dung.")
			if w := health(n); w.Code != http.StatusOK {
				t.Fatalf("before: %d %s", w.Code, w.Body)
			}
			var once atomic.Bool
			disk.Fail(func(op faultfs.Op) faultfs.Fault {
				if op.Kind == c.kind && strings.HasSuffix(op.Path, "log.db-wal") && once.CompareAndSwap(false, true) {
					return c.fault
				}
				return faultfs.None
			})
			for range 2 { // the second time the disk would work again
				if r := draft(lan, "Trong khi hỏng"); r.Status != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || r.Code() != "service.unavailable" {
					t.Errorf("a program is told %d, Retry-After %q: %s", r.Status, r.Header.Get("Retry-After"), r.Body)
				}
			}
			if p := form.Send("luu"); p.Status != http.StatusServiceUnavailable || p.Header.Get("Retry-After") == "" || !strings.Contains(p.Body, "vẫn đọc được") {
				t.Errorf("a person is told %d, Retry-After %q: %s", p.Status, p.Header.Get("Retry-After"), p.Text("main"))
			}
			readable(t, n)
			if w := health(n); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("monitors are told %d: %s", w.Code, w.Body)
			}
			n.Restart()
			if w := health(n); w.Code != http.StatusOK {
				t.Errorf("after a restart: %d %s", w.Code, w.Body)
			}
			draft(lan, "Sau khi sửa").Want(http.StatusCreated)
			readable(t, n)
			if status, err := n.Ledger.Status(t.Context()); err != nil || status.Error != "" {
				t.Errorf("the ledger: %+v, %v", status, err)
			}
		})
	}
}

// TestFullDiskUnderReadModels: the log has taken an event and the read models have no
// room for it. It is not set aside as one that cannot be applied; when there is room
// they go on by themselves.
func TestFullDiskUnderReadModels(t *testing.T) {
	n, lan, disk := onDisk(t)
	draft(lan, "Còn chỗ").Want(http.StatusCreated)
	n.Settle()
	if err := n.Ledger.ToEnd(t.Context()); err != nil { // the first checkpoint is there to be read
		t.Fatal(err)
	}
	var refused atomic.Int64
	disk.Fail(func(op faultfs.Op) faultfs.Fault {
		if op.Changes() && strings.Contains(op.Path, "/read/") {
			refused.Add(1)
			return faultfs.Full
		}
		return faultfs.None
	})
	draft(lan, "Không còn chỗ").Want(http.StatusCreated)
	deadline := time.Now().Add(10 * time.Second)
	for refused.Load() < 12 && time.Now().Before(deadline) {
		readable(t, n)
	}
	if refused.Load() == 0 {
		t.Fatal("the read models wrote nothing")
	}
	disk.Fail(nil)
	n.Settle()
	status, err := n.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range status {
		if s.Parked > 0 || s.Behind > 0 {
			t.Errorf("%s: %d parked, %d behind, %s", s.Name, s.Parked, s.Behind, s.LastError)
		}
	}
	draft(lan, "Có chỗ rồi").Want(http.StatusCreated)
}
