package cli

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/spf13/cobra"

	"minhbach/api"
	"minhbach/internal/app"
)

func (c *cli) openapiCommand() *cobra.Command {
	var yaml bool
	cmd := &cobra.Command{
		Use: "openapi", Args: cobra.NoArgs,
		Short: c.say("in tài liệu OpenAPI 3.1 của giao diện lập trình", "print the OpenAPI 3.1 document of the API"),
		Long: c.say("Đúng tài liệu mà máy chủ cung cấp tại /api/openapi.json và /api/openapi.yaml.",
			"The very document that a server gives at /api/openapi.json and /api/openapi.yaml."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			document, err := openapi(yaml)
			if err != nil {
				return err
			}
			_, err = c.out.Write(append(document, '\n'))
			return err
		},
	}
	cmd.Flags().BoolVar(&yaml, "yaml", false, c.say("in dạng YAML", "print YAML"))
	return cmd
}

// openapi asks the API itself, so that what is printed is what is served.
func openapi(yaml bool) ([]byte, error) {
	handler, err := api.New(&app.App{}, api.Options{Version: version()})
	if err != nil {
		return nil, err
	}
	path := "/api/openapi.json"
	if yaml {
		path = "/api/openapi.yaml"
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	if answer.Code != http.StatusOK {
		return nil, fmt.Errorf("the API answered %d for %s", answer.Code, path)
	}
	return io.ReadAll(answer.Body)
}
