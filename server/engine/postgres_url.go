package main

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
)

// connectTimeout is how long a server may take to answer when the URL does not say.
const connectTimeout = 10 * time.Second

// postgresParams is the closed list of what a URL may set.
const postgresParams = "sslmode, sslrootcert, host (an absolute directory), port, connect_timeout"

// nowhere is a file that can't exist, for settings whose default would be a file in somebody's home.
const nowhere = os.DevNull + "/none"

// badURL: what is wrong is told without a part of the URL.
func badURL(what string) error { return failf(codeConnectFailed, "the URL %s", what) }

// parsePostgres turns a URL into explicit settings, so that the driver looks for none elsewhere:
// neither in the environment, nor in password, service or certificate files.
func parsePostgres(raw string) (*pq.Config, error) {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || u.Opaque != "" || u.Fragment != "" {
		return nil, badURL("is not of the form postgres://user:password@host:port/database")
	}
	params, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, badURL("has parameters that can't be read")
	}
	cfg := &pq.Config{
		Host: u.Hostname(), Port: 5432, Database: strings.TrimPrefix(u.Path, "/"), SSLMode: "",
		Passfile: nowhere, SSLCert: nowhere, SSLSNI: true, ConnectTimeout: connectTimeout,
		MinProtocolVersion: "3.0", MaxProtocolVersion: "3.0", ClientEncoding: "UTF8", Datestyle: "ISO, MDY",
	}
	if u.User != nil {
		cfg.User = u.User.Username()
		cfg.Password, _ = u.User.Password()
	}
	if port := u.Port(); port != "" {
		if err := setParam(cfg, "port", port); err != nil {
			return nil, err
		}
	}
	for key, values := range params {
		if len(values) != 1 {
			return nil, badURL("has a parameter twice")
		}
		if err := setParam(cfg, key, values[0]); err != nil {
			return nil, err
		}
	}
	return cfg, completeURL(cfg)
}

func setParam(cfg *pq.Config, key, value string) error {
	switch key {
	case "sslmode":
		if !slices.Contains([]string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}, value) {
			return badURL("has an unknown sslmode")
		}
		cfg.SSLMode = pq.SSLMode(value)
	case "sslrootcert":
		if !filepath.IsAbs(value) {
			return badURL("has an sslrootcert that is not an absolute path")
		}
		cfg.SSLRootCert = value
	case "host":
		if !filepath.IsAbs(value) || strings.Contains(value, ",") || cfg.Host != "" {
			return badURL("has a host parameter that is not the absolute directory of a socket, or two hosts")
		}
		cfg.Host = value
	case "port":
		n, err := strconv.ParseUint(value, 10, 16)
		if err != nil || n == 0 {
			return badURL("has no valid port")
		}
		cfg.Port = uint16(n)
	case "connect_timeout":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 600 {
			return badURL("has a connect_timeout that is not 1 to 600 seconds")
		}
		cfg.ConnectTimeout = time.Duration(n) * time.Second
	default:
		return badURL("has a parameter that is not allowed (allowed: " + postgresParams + ")")
	}
	return nil
}

// completeURL refuses what is missing, and any way to a distant server that does not prove who it is.
func completeURL(cfg *pq.Config) error {
	unset := cfg.SSLMode == ""
	switch {
	case cfg.Host == "" || cfg.User == "" || cfg.Database == "":
		return badURL("must name a user, a database, and a host or a socket's directory")
	case strings.ContainsAny(cfg.Host, ",@") || strings.ContainsRune(cfg.Host+cfg.User+cfg.Password+cfg.Database, 0):
		return badURL("has a character that is not allowed, or more than one host")
	case filepath.IsAbs(cfg.Host):
		cfg.SSLMode = pq.SSLModeDisable
	case loopback(cfg.Host) && unset:
		cfg.SSLMode = pq.SSLModePrefer
	case !loopback(cfg.Host) && unset:
		cfg.SSLMode = pq.SSLModeVerifyFull
	case !loopback(cfg.Host) && cfg.SSLMode != pq.SSLModeVerifyFull:
		return badURL("must have sslmode=verify-full, since the host is not this machine")
	}
	// Without a file named, only the system's certificates count.
	if cfg.SSLRootCert == "" && (cfg.SSLMode == pq.SSLModeVerifyFull || cfg.SSLMode == pq.SSLModeVerifyCA) {
		cfg.SSLRootCert = "system"
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// secrets are the parts of a URL as they stand there and as they are meant. Also a URL that can't be parsed has them.
func (*postgresDialect) secrets(raw string) []string {
	_, rest, _ := strings.Cut(raw, "://")
	parts := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("@/?&=:#", r) })
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		parts = append(parts, rest[:i])
		if _, password, ok := strings.Cut(rest[:i], ":"); ok {
			parts = append(parts, password)
		}
	}
	for _, p := range slices.Clone(parts) {
		if plain, err := url.PathUnescape(p); err == nil {
			parts = append(parts, plain)
		}
	}
	common := append(strings.Split("sslmode sslrootcert host port connect_timeout disable allow prefer require", " "), "public", "postgres")
	return slices.DeleteFunc(parts, func(p string) bool { return len(p) < 3 || slices.Contains(common, p) })
}
