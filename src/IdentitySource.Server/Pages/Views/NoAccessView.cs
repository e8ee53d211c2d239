namespace IdentitySource.Server.Pages.Views;

/// <summary>Somebody who may not use the application. Posts <c>decision</c> (<c>back</c> or <c>other</c>) and <c>ticket</c>.</summary>
internal sealed record NoAccessView
{
    public required string Action { get; init; }

    public required string Ticket { get; init; }

    public required string ApplicationName { get; init; }

    public required AccountLine Account { get; init; }
}
