namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary>What one word of a response type adds to the answer: <c>code</c> a code, <c>token</c> an access token. One file each.</summary>
public interface IAnswerPart
{
    /// <summary>The word of <c>response_type</c>.</summary>
    string Word { get; }

    /// <summary>Called once the authorization is written.</summary>
    Task AddAsync(Answer answer, CancellationToken cancel);
}
