using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Errors;
using Xunit;

namespace IdentitySource.TestKit;

/// <summary>Says which of its kinds an authorize outcome must be, and reads it.</summary>
public static class OutcomeReading
{
    /// <summary>It is a page of ours, with this refusal.</summary>
    public static ProtocolError Page(this AuthorizeOutcome outcome) => Assert.IsType<AuthorizeOutcome.ShowError>(outcome).Error;

    /// <summary>It is an answer to the application, with this refusal.</summary>
    public static ProtocolError Refusal(this AuthorizeOutcome outcome)
    {
        var sent = outcome.Sent();
        Assert.NotNull(sent.Error);
        Assert.Equal(sent.Error.Code, sent.Parameter("error"));
        Assert.All(["code", "access_token", "id_token"], name => Assert.Null(sent.Parameter(name)));
        return sent.Error;
    }

    public static AuthorizeOutcome.SendToClient Sent(this AuthorizeOutcome outcome) => Assert.IsType<AuthorizeOutcome.SendToClient>(outcome);

    /// <summary>The person has to do this first.</summary>
    public static Ask Asked(this AuthorizeOutcome outcome) => Assert.IsType<AuthorizeOutcome.AskPerson>(outcome).Ask;

    /// <summary>It is a success, with this code.</summary>
    public static string Code(this AuthorizeOutcome outcome)
    {
        Assert.Null(outcome.Sent().Error?.Reason);
        return outcome.Sent().Parameter("code")!;
    }

    public static string? Parameter(this AuthorizeOutcome.SendToClient sent, string name) =>
        sent.Parameters.Where(each => each.Key == name).Select(each => each.Value).SingleOrDefault();

    /// <summary>Where the browser is sent, or null when the answer is posted.</summary>
    public static string? Location(this AuthorizeOutcome.SendToClient sent) => sent.Mode.Location(sent.Redirect, sent.Parameters);
}
