package cli

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"minhbach/internal/node"
)

// now is the clock of commands.
func now() time.Time { return time.Now() }

func (c *cli) serveCommand() *cobra.Command {
	cfg := node.Config{}
	mail := node.MailSettings{Password: os.Getenv("MINHBACH_SMTP_PASSWORD")}
	var verbose bool
	cmd := &cobra.Command{
		Use:   "serve --data DIR",
		Short: c.say("phục vụ các cổng và API", "serve the portals and the API"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			level := slog.LevelInfo
			if verbose {
				level = slog.LevelDebug
			}
			base := c.config()
			cfg.Data, cfg.LogServer, cfg.Command, cfg.Version, cfg.Log = base.Data, base.LogServer, base.Command, base.Version, node.Logger(level)
			var err error
			if cfg.Door.Password, err = adminPassword(); err != nil {
				return exit{Usage, err}
			}
			if cfg.SMTP, err = node.Mail(mail); err != nil {
				return exit{Usage, err}
			}
			if err := cfg.Validate(); err != nil {
				return exit{Usage, err}
			}
			n, err := node.Open(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			defer n.Close()
			return n.Serve(cmd.Context(), func(url string) {
				fmt.Fprintf(c.out, "portal %s\n", url)
				c.tellOpened(n.Door())
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&cfg.Listen, "listen", "127.0.0.1:8080", c.say("địa chỉ HOST:PORT (cổng 0: cổng trống bất kỳ)", "HOST:PORT (port 0: any free one)"))
	f.StringVar(&cfg.Ops, "ops-listen", "", c.say("địa chỉ riêng cho /healthz, /readyz, /metrics", "a listener of its own for /healthz, /readyz, /metrics"))
	f.StringVar(&cfg.Public, "public-url", "", c.say("địa chỉ công khai của cổng tỉnh, ví dụ https://soctrang.gov.vn", "public address of the province's portal, such as https://soctrang.gov.vn"))
	f.StringVar(&cfg.TLSCert, "tls-cert", "", c.say("tệp chứng thư PEM", "PEM certificate file"))
	f.StringVar(&cfg.TLSKey, "tls-key", "", c.say("tệp khóa PEM", "PEM key file"))
	f.BoolVar(&cfg.BehindProxy, "behind-proxy", false, c.say("tin X-Forwarded-For và X-Forwarded-Proto của máy chủ phía trước", "trust X-Forwarded-For and X-Forwarded-Proto of the proxy in front"))
	f.Float64Var(&cfg.Rate, "rate", 0, c.say("số yêu cầu API mỗi giây cho một địa chỉ ẩn danh (mặc định 10; âm: không giới hạn)", "anonymous API requests a second and address (default 10; negative: no limit)"))
	f.StringVar(&cfg.Attest.Policy, "witness-policy", os.Getenv("MINHBACH_WITNESS_POLICY"), c.say("tệp chính sách nhân chứng của sổ cái", "policy file: witnesses of the ledger"))
	f.StringVar(&cfg.Attest.TSA, "tsa", os.Getenv("MINHBACH_TSA"), c.say("địa chỉ dịch vụ dấu thời gian RFC 3161", "address of an RFC 3161 time-stamping authority"))
	f.StringVar(&cfg.Attest.TSARoot, "tsa-root", os.Getenv("MINHBACH_TSA_ROOT"), c.say("tệp PEM chứng thư gốc của dịch vụ đó", "PEM file of that authority's root"))
	c.doorFlags(cmd, &cfg.Door)
	f.StringVar(&mail.Server, "smtp", os.Getenv("MINHBACH_SMTP"), c.say("máy chủ thư gửi thông báo: smtp://người-dùng@máy:cổng?tls=starttls|implicit|none", "mail server for notices: smtp://user@host:port?tls=starttls|implicit|none"))
	f.StringVar(&mail.From, "smtp-from", os.Getenv("MINHBACH_SMTP_FROM"), c.say("địa chỉ gửi thông báo", "address that notices come from"))
	f.StringVar(&mail.PasswordFile, "smtp-password-file", os.Getenv("MINHBACH_SMTP_PASSWORD_FILE"), c.say("tệp mật khẩu của máy chủ thư (hoặc biến MINHBACH_SMTP_PASSWORD)", "file with the mail server's password (or MINHBACH_SMTP_PASSWORD)"))
	f.BoolVarP(&verbose, "verbose", "v", false, c.say("ghi nhật ký chi tiết", "log more"))
	return cmd
}
