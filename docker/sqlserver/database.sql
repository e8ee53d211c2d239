-- Runs as sa at every start of the deployment and changes nothing that stands. The server's login owns this one database and may do
-- nothing else: it brings the schema up to date by itself, which needs the owner's rights. PASSWORD comes from the environment.
IF DB_ID(N'identitysource') IS NULL
    CREATE DATABASE identitysource;
GO
-- Readers do not wait for writers. Here, while nobody is connected yet.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'identitysource' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE identitysource SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
IF SUSER_ID(N'identitysource') IS NULL
    CREATE LOGIN identitysource WITH PASSWORD = N'$(PASSWORD)', DEFAULT_DATABASE = identitysource;
GO
USE identitysource;
GO
IF USER_ID(N'identitysource') IS NULL
    CREATE USER identitysource FOR LOGIN identitysource;
GO
IF IS_ROLEMEMBER(N'db_owner', N'identitysource') = 0
    ALTER ROLE db_owner ADD MEMBER identitysource;
GO
