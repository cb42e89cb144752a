/** What a parameter of a Java driver (in a url or among Flyway's jdbcProperties) is here. Names are compared by `parameterKey`. */
export type ParameterClass =
  /** Read by driver-settings.ts. */
  | { readonly class: "supported" }
  | { readonly class: "no-meaning" }
  /** An error, but for values that leave things as they are here. */
  | { readonly class: "changes-outcome"; readonly why: string; readonly harmless: readonly string[] };

/** One spelling for all: `sslMode`, `ssl-mode` and `ssl_mode` are the same parameter. */
export function parameterKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

const SUPPORTED = `user password useSSL requireSSL sslMode verifyServerCertificate trustServerCertificate
  disableSslHostnameVerification serverSslCert sslCa sslCert sslKey localSocket socket connectTimeout
  createDatabaseIfNotExist sessionVariables`;

/** Caches, buffers, time zones of Java's dates, metadata, logging, pooling: nothing of it reaches the server. */
const NO_MEANING = `allowMultiQueries allowPublicKeyRetrieval alwaysSendSetIsolation applicationName autoClosePStmtStreams
  autoDeserialize autoGenerateTestcaseScript autoReconnect autoReconnectForPools blobSendChunkSize blobsAreStrings
  cacheCallableStmts cacheCallableStatements cacheDefaultTimezone cachePrepStmts cacheResultSetMetadata
  cacheServerConfiguration callableStmtCacheSize clientInfoProvider clobCharacterEncoding clobberStreamingResults
  compensateOnDuplicateKeyUpdateCounts connectionAttributes connectionLifecycleInterceptors connectionTimeZone
  continueBatchOnError databaseTerm defaultFetchSize disableMariaDbDriver disablePipeline dnsSrv dontTrackOpenResources
  dumpMetadataOnColumnNotFound dumpQueriesOnException elideSetAutoCommits emptyStringsConvertToZero
  emulateLocators emulateUnsupportedPstmts enableEscapeProcessing enablePacketDebug enableQueryTimeouts
  exceptionInterceptors explainSlowQueries failOverReadOnly functionsNeverReturnBlobs gatherPerfMetrics
  generateSimpleParameterMetadata getProceduresReturnsFunctions holdResultsOpenOverStatementClose
  includeInnodbStatusInDeadlockExceptions includeThreadDumpInDeadlockExceptions includeThreadNamesAsStatementComment
  initialTimeout interactiveClient jdbcCompliantTruncation largeRowSizeThreshold loadBalanceAutoCommitStatementThreshold
  locatorFetchBufferSize log logSlowQueries logXaCommands logger loginTimeout maintainTimeStats maxAllowedPacket
  maxByteArrayAsHex maxIdleTime maxPoolSize maxQuerySizeToLog maxReconnects maxRows metadataCacheSize minPoolSize
  netTimeoutForStreamingResults noAccessToProcedureBodies noDatetimeStringSync noTimezoneConversionForDateType
  noTimezoneConversionForTimeType nullCatalogMeansCurrent nullDatabaseMeansCurrent nullNamePatternMatchesAll
  overrideSupportsIntegrityEnhancementFacility packetDebugBufferSize padCharsWithSpace paranoid parseInfoCacheFactory
  passwordCharacterEncoding pedantic permitMysqlScheme pinGlobalTxToPhysicalConnection pool poolName
  poolValidMinDelay populateInsertRowWithDefaultValues prepStmtCacheSize prepStmtCacheSqlLimit preserveInstants
  processEscapeCodesForPrepStmts profileSQL profileSQLString profilerEventHandler queriesBeforeRetrySource
  queryTimeoutKillsConnection readFromSourceWhenNoReplicas readOnlyPropagatesToServer reconnectAtTxEnd
  registerJmxPool reportMetricsIntervalMillis resultSetSizeThreshold retriesAllDown retrieveMessagesFromServerOnGetMessage
  returnMultiValuesGeneratedIds rewriteBatchedStatements rollbackOnPooledClose scrollTolerantForwardOnly secondsBeforeRetrySource
  sendFractionalSeconds sendFractionalSecondsForTime serverTimezone slowQueryThresholdMillis slowQueryThresholdNanos
  socketTimeout sslSessionCache staticGlobal strictUpdates tcpAbortiveClose tcpKeepAlive tcpKeepCount tcpKeepIdle
  tcpKeepInterval tcpNoDelay tcpRcvBuf tcpSndBuf tcpTrafficClass timestampMode tinyInt1isBit trackSchema
  traceProtocol transformedBitIsBoolean treatMysqlDatetimeAsTimestamp treatUtilDateAsTimestamp
  ultraDevHack uniqueIdGenerator useAffectedRows useBatchMultiSend useBulkProtocol useBulkStmts useBulkStmtsForInserts
  useCatalogTerm useColumnNamesInFindColumn useCompression useConfigs useCursorFetch useDirectRowUnpack
  useFastDateParsing useHostsInPrivileges useInformationSchema useJDBCCompliantTimezoneShift useJvmCharsetConverters
  useLegacyDatetimeCode useLocalSessionState useLocalTransactionState useMysqlMetadata useNanosForElapsedTime
  useOldAliasMetadataBehavior useOnlyServerErrorMessages useOldUTF8Behavior usePipelineAuth useReadAheadInput
  useResetConnection useServerPrepStmts useSqlStateCodes useSSPSCompatibleTimezoneShift useStreamLengthsInPrepStmts
  useTimezone useUnbufferedInput useUnicode useUsageAdvisor validConnectionTimeout verifyConnectionUrl
  xaCommitOption yearIsDateType zeroDateTimeBehavior compress enabledTLSProtocols tlsVersions enabledSslProtocolSuites
  tlsCiphersuites enabledSslCipherSuites fallbackToSystemTrustStore fallbackToSystemKeyStore characterSetResults
  serverRSAPublicKeyFile rsaPublicKey cachingRsaPublicKeyFile dumpQueryOnException extendedTypeInfo`;

const KEY_STORE = "Java key stores cannot be read; give PEM files by `ssl-ca`, `ssl-cert` and `ssl-key`.";
const CHARSET = "Statements are sent as utf8mb4; `init-sql` can set another collation.";
const SESSION = "Session variables are set by `init-sql`, such as SET sql_mode = 'ANSI_QUOTES'.";
const PLUGIN =
  "Authentication plug-ins are chosen by the account; `enable-cleartext-plugin` allows the one for cloud tokens.";
const ONE_SERVER = "Only one server can be named, since the lock holds on one.";
const CODE = "Java classes cannot be loaded.";

const CHANGES: Readonly<Record<string, readonly [why: string, ...harmless: string[]]>> = {
  allowLoadLocalInfile: ["LOAD DATA LOCAL is refused; it would let the server read files of this machine.", "false"],
  allowLoadLocalInfileInPath: ["LOAD DATA LOCAL is refused; it would let the server read files of this machine."],
  allowLocalInfile: ["LOAD DATA LOCAL is refused; it would let the server read files of this machine.", "false"],
  allowUrlInLocalInfile: ["LOAD DATA LOCAL is refused.", "false"],
  assureReadOnly: ["Migrations write.", "false"],
  authenticationPlugins: [PLUGIN],
  autocommit: ["Transactions are set by `execute-in-transaction`.", "true"],
  characterEncoding: [CHARSET, "utf-8", "utf8", "utf8mb4"],
  charset: [CHARSET, "utf-8", "utf8", "utf8mb4"],
  clientCertificateKeyStorePassword: [KEY_STORE],
  clientCertificateKeyStoreType: [KEY_STORE, "jks"],
  clientCertificateKeyStoreUrl: [KEY_STORE],
  connectionCollation: [CHARSET],
  credentialType: ["Cloud credentials cannot be fetched; put the token into FLYBACK_PASSWORD."],
  defaultAuthenticationPlugin: [
    PLUGIN,
    "caching_sha2_password",
    "mysql_native_password",
    "com.mysql.cj.protocol.a.authentication.cachingsha2passwordplugin",
  ],
  disabledAuthenticationPlugins: [PLUGIN],
  forceConnectionTimeZoneToSession: [SESSION, "false"],
  galeraAllowedState: [ONE_SERVER],
  ha: [ONE_SERVER],
  haMode: [ONE_SERVER],
  initSql: ["Write `init-sql`."],
  keyPassword: [KEY_STORE],
  keyStore: [KEY_STORE],
  keyStorePassword: [KEY_STORE],
  keyStoreType: [KEY_STORE],
  ldapServerHostname: [PLUGIN],
  loadBalanceHosts: [ONE_SERVER],
  ociConfigFile: [PLUGIN],
  propertiesTransform: [CODE],
  queryInterceptors: [CODE],
  restrictedAuth: [PLUGIN],
  servicePrincipalName: [PLUGIN],
  socketFactory: [CODE],
  socksProxyHost: ["Connections through a proxy are not supported; use a tunnel such as ssh -L."],
  socksProxyPort: ["Connections through a proxy are not supported; use a tunnel such as ssh -L."],
  timezone: [SESSION, "local", "auto", "disable"],
  transactionIsolation: [SESSION],
  transactionReplay: ["Statements are never sent twice.", "false"],
  trustCertificateKeyStorePassword: [KEY_STORE],
  trustCertificateKeyStoreType: [KEY_STORE, "jks"],
  trustCertificateKeyStoreUrl: [KEY_STORE],
  trustStore: [KEY_STORE],
  trustStorePassword: [KEY_STORE],
  trustStoreType: [KEY_STORE],
};

/** Those that are read, and those that are errors with what to do, for the documentation. */
export const SUPPORTED_PARAMETERS: readonly string[] = SUPPORTED.split(/\s+/);
export const REFUSED_PARAMETERS: readonly (readonly [name: string, why: string])[] = Object.entries(CHANGES).map(
  ([name, [why]]) => [name, why],
);

/** All names, for suggestions; supported ones first. */
export const PARAMETER_NAMES: readonly string[] = [
  ...SUPPORTED_PARAMETERS,
  ...Object.keys(CHANGES),
  ...NO_MEANING.split(/\s+/),
];

const CLASSES: ReadonlyMap<string, ParameterClass> = new Map<string, ParameterClass>([
  ...NO_MEANING.split(/\s+/).map((name) => [parameterKey(name), { class: "no-meaning" }] as const),
  ...Object.entries(CHANGES).map(
    ([name, [why, ...harmless]]) => [parameterKey(name), { class: "changes-outcome", why, harmless }] as const,
  ),
  ...SUPPORTED_PARAMETERS.map((name) => [parameterKey(name), { class: "supported" }] as const),
]);

/** The class of a driver's parameter; undefined if no driver has one of that name. */
export function classOfParameter(name: string): ParameterClass | undefined {
  return CLASSES.get(parameterKey(name));
}
