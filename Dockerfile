# The server as an image without a shell and without a package manager. How it is meant to run (read-only, no capabilities, secrets as
# files) stands in docker-compose.yml. The processor is linux/amd64; elsewhere build with --build-arg READY_TO_RUN=false.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG READY_TO_RUN=true
WORKDIR /source

# What decides about packages, alone: this layer stands until one of them changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Directory.Build.props src/
COPY src/IdentitySource.Protocol/IdentitySource.Protocol.csproj src/IdentitySource.Protocol/packages*.lock.json src/IdentitySource.Protocol/
COPY src/IdentitySource.Storage/IdentitySource.Storage.csproj src/IdentitySource.Storage/packages*.lock.json src/IdentitySource.Storage/
COPY src/IdentitySource.Storage.PostgreSql/IdentitySource.Storage.PostgreSql.csproj src/IdentitySource.Storage.PostgreSql/packages*.lock.json src/IdentitySource.Storage.PostgreSql/
COPY src/IdentitySource.Storage.SqlServer/IdentitySource.Storage.SqlServer.csproj src/IdentitySource.Storage.SqlServer/packages*.lock.json src/IdentitySource.Storage.SqlServer/
COPY src/IdentitySource.Storage.SqlServer.UserTypes/IdentitySource.Storage.SqlServer.UserTypes.csproj src/IdentitySource.Storage.SqlServer.UserTypes/packages*.lock.json src/IdentitySource.Storage.SqlServer.UserTypes/
COPY src/IdentitySource.Management/IdentitySource.Management.csproj src/IdentitySource.Management/packages*.lock.json src/IdentitySource.Management/
COPY src/IdentitySource.Server/IdentitySource.Server.csproj src/IdentitySource.Server/packages*.lock.json src/IdentitySource.Server/
RUN dotnet restore src/IdentitySource.Server --locked-mode -p:PublishReadyToRun=$READY_TO_RUN

COPY .editorconfig BannedSymbols.txt ./
COPY src src
RUN dotnet publish src/IdentitySource.Server --no-restore -c Release -p:PublishReadyToRun=$READY_TO_RUN -o /out
RUN mkdir /empty

# "extra" has ICU and the time zones: names, dates and languages need them.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.14-noble-chiseled-extra
WORKDIR /app
COPY --from=build /out .
# The one place that is written to; a named volume takes its owner from here.
COPY --from=build --chown=$APP_UID:$APP_UID /empty /data
VOLUME /data
# Diagnostics would want a socket in a folder of their own.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0 IdentitySource__DataFolder=/data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["dotnet", "/app/IdentitySource.Server.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "/app/IdentitySource.Server.dll"]
